// Writes public/emoji-fallback.ttf: one glyph, a diamond, for every emoji. Browsers load it only where no emoji font is
// installed, so that a name with an emoji shows a diamond there and not an empty box.
//
//   node examples/express-login/tools/emoji-fallback.mjs
import { writeFileSync } from 'node:fs';

const u16 = (...values) =>
  Buffer.concat(values.map((value) => Buffer.from([(value >> 8) & 255, value & 255])));
const u32 = (...values) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 0xffff)));
const name = Buffer.from('Emoji Fallback', 'utf16le').swap16();
const nameIDs = [1, 4, 6];

// Glyph 0 is empty. Glyph 1 has four points: relative positions of two bytes each, all on the curve.
const diamond = Buffer.concat([
  u16(1, 200, 100, 800, 700, 3, 0),
  Buffer.from([1, 1, 1, 1]),
  u16(500, 300, -300, -300, 100, 300, 300, -300),
]);

const tables = {
  'OS/2': Buffer.concat([
    u16(4, 1000, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
    Buffer.alloc(10),
    u32(0, 1 << 25, 0, 0),
    Buffer.from('NONE'),
    u16(64, 0xffff, 0xffff, 800, -200, 0, 800, 200),
    u32(0, 0),
    u16(500, 700, 0, 32, 1),
  ]),
  // Format 13 gives the same glyph to every character of a range.
  cmap: Buffer.concat([u16(0, 1, 3, 10), u32(12), u16(13, 0), u32(28, 0, 1, 0x1f000, 0x1faff, 1)]),
  glyf: diamond,
  head: Buffer.concat([
    u32(0x10000, 0x10000, 0, 0x5f0f3cf5),
    u16(3, 1000),
    Buffer.alloc(16),
    u16(200, 100, 800, 700, 0, 8, 2, 1, 0),
  ]),
  hhea: u16(1, 0, 800, -200, 0, 1000, 0, 200, 800, 1, 0, 0, 0, 0, 0, 0, 0, 2),
  hmtx: u16(1000, 0, 1000, 200),
  loca: u32(0, 0, diamond.length),
  maxp: Buffer.concat([u32(0x10000), u16(2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
  name: Buffer.concat([
    u16(0, nameIDs.length, 6 + 12 * nameIDs.length),
    ...nameIDs.map((id) => u16(3, 1, 0x409, id, name.length, 0)),
    name,
  ]),
  post: u32(0x30000, 0, 0, 0, 0, 0, 0, 0),
};

const pad = (data) => Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
function checksum(data) {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (sum + data.readUInt32BE(at)) >>> 0;
  return sum;
}

const entries = Object.entries(tables);
const directory = [u32(0x10000), u16(entries.length, 128, 3, entries.length * 16 - 128)];
let offset = 12 + entries.length * 16;
for (const [tag, data] of entries) {
  directory.push(Buffer.from(tag), u32(checksum(pad(data)), offset, data.length));
  offset += pad(data).length;
}
const font = Buffer.concat([...directory, ...entries.map(([, data]) => pad(data))]);
font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, font.indexOf(u32(0x5f0f3cf5)) - 4);
writeFileSync(new URL('../public/emoji-fallback.ttf', import.meta.url), font);
