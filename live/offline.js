// The service worker, which keeps for a time without a network what it is asked to keep, and all that comes.
const { here } = window.course;
const site = new URL("../../../", here).href;
export const canKeep = () => "serviceWorker" in navigator;

// Ask it for something, hear how it goes on, and wait for the end.
export async function askToKeep(wish, hear = () => {}) {
  const { active } = await navigator.serviceWorker.register(`${site}sw.js`).then(() => navigator.serviceWorker.ready);
  await new Promise((ended) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      hear(data);
      if (data.ended) ended();
    };
    active.postMessage(wish, [channel.port2]);
  });
}

// What a page has loaded is there without a network from the next visit on.
export async function keepThisPage() {
  if (!canKeep()) return;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const visited = [location.href, ...loaded].map((address) => address.split("#")[0]).filter((address) => address.startsWith(site));
  await askToKeep({ visited: [...new Set(visited)] });
}
