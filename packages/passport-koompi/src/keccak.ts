/**
 * Keccak-256, the hash of Ethereum. It is not SHA3-256, which pads with another byte and which is what `node:crypto` has.
 *
 * @see https://keccak.team/keccak_specs_summary.html
 * @module
 */

/** Bytes of a block: 1600 bits of state without twice 256 bits of capacity. */
const rate = 136;
const rounds = 24;

/**
 * @param padding - the first byte after the message: 0x01 for Keccak, 0x06 for SHA-3
 * @returns 32 bytes
 */
export function keccak256(message: Uint8Array, padding = 0x01): Buffer {
  const padded = Buffer.alloc(message.length + rate - (message.length % rate));
  padded.set(message);
  padded[message.length] = padding;
  padded[padded.length - 1] = (padded.at(-1) ?? 0) | 0x80;
  const state = new BigUint64Array(25);
  for (let block = 0; block < padded.length; block += rate) {
    for (let lane = 0; lane < rate / 8; lane += 1) xor(state, lane, padded.readBigUInt64LE(block + lane * 8));
    permute(state);
  }
  const hash = Buffer.alloc(32);
  for (let lane = 0; lane < 4; lane += 1) hash.writeBigUInt64LE(state[lane] ?? 0n, lane * 8);
  return hash;
}

/** Keccak-f[1600]. The lane in column x and row y is `state[x + 5 * y]`. */
function permute(state: BigUint64Array): void {
  let register = 1;
  for (let round = 0; round < rounds; round += 1) {
    theta(state);
    rhoAndPi(state);
    chi(state);
    register = iota(state, register);
  }
}

function theta(state: BigUint64Array): void {
  const columns = [0, 1, 2, 3, 4].map((x) =>
    [0, 5, 10, 15, 20].reduce((parity, row) => parity ^ laneOf(state, x + row), 0n),
  );
  const column = (x: number): bigint => columns[x % 5] ?? 0n;
  for (let lane = 0; lane < 25; lane += 1) xor(state, lane, column(lane + 4) ^ rotate(column(lane + 1), 1));
}

function rhoAndPi(state: BigUint64Array): void {
  let [x, y] = [1, 0];
  let moving = laneOf(state, 1);
  for (let step = 0; step < 24; step += 1) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    const lane = x + 5 * y;
    const replaced = laneOf(state, lane);
    state[lane] = rotate(moving, ((step + 1) * (step + 2)) / 2);
    moving = replaced;
  }
}

function chi(state: BigUint64Array): void {
  for (let row = 0; row < 25; row += 5) {
    const lanes = state.slice(row, row + 5);
    for (let x = 0; x < 5; x += 1) {
      xor(state, row + x, ~laneOf(lanes, (x + 1) % 5) & laneOf(lanes, (x + 2) % 5));
    }
  }
}

/** Adds the round constant, whose bits a linear feedback shift register gives. */
function iota(state: BigUint64Array, register: number): number {
  let next = register;
  for (let bit = 0; bit < 7; bit += 1) {
    next = ((next << 1) ^ ((next >> 7) * 0x71)) % 256;
    if (next & 2) xor(state, 0, 1n << BigInt(2 ** bit - 1));
  }
  return next;
}

function rotate(lane: bigint, distance: number): bigint {
  const left = BigInt(distance % 64);
  return BigInt.asUintN(64, (lane << left) | (lane >> (64n - left)));
}

function xor(state: BigUint64Array, lane: number, value: bigint): void {
  state[lane] = laneOf(state, lane) ^ value;
}

function laneOf(lanes: BigUint64Array, lane: number): bigint {
  return lanes[lane] ?? 0n;
}
