// What a page has loaded is there without a network from the next visit on.
const { here } = window.course;
const site = new URL("../../../", here).href;

export async function keepThisPage() {
  if (!("serviceWorker" in navigator)) return;
  const { active } = await navigator.serviceWorker.register(`${site}sw.js`).then(() => navigator.serviceWorker.ready);
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const visited = [location.href, ...loaded].map((address) => address.split("#")[0]).filter((address) => address.startsWith(site));
  const channel = new MessageChannel();
  const ended = new Promise((resolve) => (channel.port1.onmessage = ({ data }) => data.ended && resolve()));
  active.postMessage({ visited: [...new Set(visited)] }, [channel.port2]);
  await ended;
}
