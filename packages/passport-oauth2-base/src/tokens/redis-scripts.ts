import { createHash } from 'node:crypto';

/** A Lua script, with the digest by which Redis knows it once it has seen it. */
export interface RedisScript {
  readonly text: string;
  readonly digest: string;
}

function script(text: string): RedisScript {
  return { text, digest: createHash('sha1').update(text).digest('hex') };
}

// The members of a record's hash: v value, r revision, x refused, o owner and u end of the lock (ms of Redis' clock),
// m mark, n not before (ms), f failures, i time to live that every read starts again.

const clock = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function put(...) redis.call('HSET', KEYS[1], ...) end
local function text(number) return string.format('%.0f', number) end
`;

/** Gives value, revision and refusal, or nothing. */
export const readScript: RedisScript = script(`
local f = redis.call('HMGET', KEYS[1], 'v', 'r', 'x', 'i')
if not f[1] then return {} end
if f[4] then redis.call('PEXPIRE', KEYS[1], f[4]) end
return { f[1], f[2], f[3] or '' }
`);

/** ARGV: revision, owner, life of the lock (ms). */
export const claimScript: RedisScript = script(`${clock}
local f = redis.call('HMGET', KEYS[1], 'r', 'x', 'o', 'u', 'm', 'n', 'f')
if (f[1] or '') ~= ARGV[1] then return { 'changed' } end
if f[2] then return { 'refused', f[2] } end
if f[3] and tonumber(f[4]) > now then return { 'held', text(tonumber(f[4]) - now) } end
if f[6] and tonumber(f[6]) > now then return { 'backoff', text(tonumber(f[6]) - now) } end
local mark = tonumber(f[5] or '0')
put('o', ARGV[2], 'u', text(now + ARGV[3]), 'm', text(mark + 1))
if not f[1] then redis.call('PEXPIRE', KEYS[1], 2 * ARGV[3]) end
return { 'mine', text(mark), f[7] or '0' }
`);

/** ARGV: '1' if conditional, expected revision, new revision, value, owner, time to live (ms), '1' if reads renew it. */
export const writeScript: RedisScript = script(`${clock}
local f = redis.call('HMGET', KEYS[1], 'v', 'r', 'm', 'o', 'u')
if ARGV[1] == '1' and (f[2] or '') ~= ARGV[2] then return { 'changed' } end
local late = ARGV[1] == '1' and f[4] and f[4] ~= ARGV[5] and tonumber(f[5]) > now
put('v', ARGV[4], 'r', ARGV[3], 'm', text(late and math.max(0, tonumber(f[3] or '0') - 1) or 0))
redis.call('HDEL', KEYS[1], 'x', 'n', 'f', 'i')
if not late then redis.call('HDEL', KEYS[1], 'o', 'u') end
if ARGV[7] == '1' then put('i', ARGV[6]) end
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return { 'written', f[1] or '' }
`);

/** ARGV: owner, revision, outcome, milliseconds before the next attempt. */
export const releaseScript: RedisScript = script(`${clock}
local f = redis.call('HMGET', KEYS[1], 'r', 'o', 'm')
if f[2] == ARGV[1] then redis.call('HDEL', KEYS[1], 'o', 'u') end
if (f[1] or '') ~= ARGV[2] or redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local mark = tonumber(f[3] or '0')
if ARGV[3] == 'refused' then put('x', mark > 1 and 'refresh_interrupted' or 'signed_out') end
if ARGV[3] == 'not_sent' then put('m', text(math.max(0, mark - 1))) end
redis.call('HINCRBY', KEYS[1], 'f', 1)
put('n', text(now + ARGV[4]))
return {}
`);

/** Deletes the record; gives its value. */
export const removeScript: RedisScript = script(`
local value = redis.call('HGET', KEYS[1], 'v')
redis.call('DEL', KEYS[1])
return { value or '' }
`);
