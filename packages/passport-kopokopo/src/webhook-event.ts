import type { JsonObject } from 'passport-oauth2-base';

/** The identity of a webhook. */
export interface WebhookEvent {
  readonly id: string | undefined;
  readonly topic: string | undefined;
  /** The same for each delivery of one event, and different for different events. Undefined without an id. */
  readonly key: string | undefined;
}

/**
 * Finds the id of a webhook, of a result, or of a payment in Daraja's form. One id may have several events, such as
 * `Pending` and `Success` of a payment, so the key has topic, type and status, too.
 */
export function eventOf(body: JsonObject): WebhookEvent {
  const data = objectOf(body['data']);
  const event = objectOf(body['event']);
  const resource = objectOf(event['resource']);
  const attributes = objectOf(data['attributes']);
  const result = objectOf(objectOf(attributes['event'])['resource']);
  const topic = textOf(body['topic']);
  const id = textOf(body['id']) ?? textOf(data['id']) ?? textOf(body['TransID']);
  const parts = [
    ...[id, topic, data['type'], attributes['status'], body['TransactionType']],
    ...[event['type'], resource['id'], resource['status'], result['id'], result['status']],
  ];
  return { id, topic, key: id && JSON.stringify(parts.map((part) => textOf(part) ?? null)) };
}

/** The JSON object in the bytes. */
export function parseWebhook(rawBody: Uint8Array): JsonObject | undefined {
  try {
    const text = Buffer.from(rawBody).toString();
    // Drops `__proto__`: merging the body into an object could otherwise change a prototype (CWE-1321).
    const body: unknown = /__proto__|\\u/.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function withoutProto(name: string, value: unknown): unknown {
  return name === '__proto__' ? undefined : value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
