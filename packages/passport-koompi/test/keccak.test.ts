import { createHash } from 'node:crypto';
import { keccak256 } from '../src/keccak';

/** Of the Keccak team's known answers (ShortMsgKAT_256 and LongMsgKAT_256) and of Ethereum's documents. */
test.each([
  ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['cc', 'eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a'],
  ['41fb', 'a8eaceda4d47b3281a795ad9e1ea2122b407baf9aabcb9e18b5717b7873537d2'],
  [Buffer.from('abc').toString('hex'), '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
  [
    Buffer.from('The quick brown fox jumps over the lazy dog').toString('hex'),
    '4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15',
  ],
  [
    Buffer.from('transfer(address,uint256)').toString('hex'),
    'a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b',
  ],
])('Keccak-256 of %s', (message, hash) => {
  expect(keccak256(Buffer.from(message, 'hex')).toString('hex')).toBe(hash);
});

test('with the padding of SHA-3 it is the SHA3-256 of Node, at every length around two blocks', () => {
  for (let length = 0; length <= 280; length += 1) {
    const message = createHash('shake256', { outputLength: Math.max(length, 1) })
      .update(String(length))
      .digest()
      .subarray(0, length);
    expect(keccak256(message, 0x06).toString('hex')).toBe(
      createHash('sha3-256').update(message).digest('hex'),
    );
    expect(keccak256(message).equals(keccak256(message, 0x06))).toBe(false);
  }
});
