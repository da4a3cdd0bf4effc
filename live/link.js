// A state in the fragment of an address and back: "#1." and base64url of its JSON, deflated where that is shorter.
const VERSION = 1;
const MOST_CHARACTERS = 6000;
const MOST_BYTES = 20_000; // unpacked
const DEFLATED = 0x78; // how a zlib stream begins; JSON begins with a brace

export async function pack(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const smaller = await through(globalThis.CompressionStream, bytes, Infinity).catch(() => bytes);
  const chosen = smaller.length < bytes.length ? smaller : bytes;
  const text = btoa(String.fromCharCode(...chosen));
  return `#${VERSION}.${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

// None where the fragment is an ordinary one; an error in words where it is a link of ours that cannot be read.
export async function unpack(fragment) {
  const [, version, text] = /^#(\d{1,9})\.(.*)$/s.exec(fragment) ?? [];
  if (version === undefined) return null;
  if (Number(version) > VERSION) throw new Error("This link was made by a newer version of this page.");
  if (text.length > MOST_CHARACTERS) throw new Error("This link is far too long for a curve.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await inflated(decoded(text))));
  } catch {
    throw new Error("This link is damaged; perhaps a part of it was lost on the way.");
  }
}

const decoded = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const inflated = (bytes) => (bytes[0] === DEFLATED ? through(globalThis.DecompressionStream, bytes, MOST_BYTES) : bytes);

async function through(Stream, bytes, most) {
  const parts = [];
  let size = 0;
  const source = new Blob([bytes]).stream().pipeThrough(new Stream("deflate"));
  const reader = source.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error("too much");
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
