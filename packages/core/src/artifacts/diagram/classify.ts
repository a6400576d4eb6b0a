import type { Model, Participant } from '#model/index';

/** What a box of a diagram stands for: a person, a whole system, something that runs, something that keeps data, a queue. */
export type ElementKind = 'person' | 'system' | 'container' | 'database' | 'queue';

const queues = /\b(?:amqp|kafka|rabbit ?mq|nats|mqtt|stomp|sqs|bullmq|pub\/?sub|queue)\b/i;
const stores =
  /\b(?:(?:no)?sql|postgres(?:ql)?|mysql|mariadb|sqlite|mongo(?:db)?|dynamodb|cassandra|redis|valkey|memcached|elasticsearch|opensearch|clickhouse|s3|object storage)\b/i;
const elsewhere = /\b(?:external(?:ly)?|third[- ]party)\b/i;

/** A store or a queue is known by what it speaks, offers or is made of; anything else is something that runs. */
export function kindByWords(...words: readonly (string | undefined)[]): ElementKind {
  const text = words.join(' ');
  if (queues.test(text)) return 'queue';
  return stores.test(text) ? 'database' : 'container';
}

/** Whether the document says in any of some texts that somebody else runs it. */
export function saysOutside(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && elsewhere.test(text));
}

/** Whether the document says that there is no such thing ("Webhooks: none"). */
export function saysNone(text: string | undefined): boolean {
  return text !== undefined && /^(?:none|no|n\/a|not used|[-–—])\.?$/i.test(text.trim());
}

/** What the boundaries of the context section say about where a service runs ("Next.js app on a CDN"). */
export function placesOf(model: Model): ReadonlyMap<Participant, string> {
  const places = new Map<Participant, string>();
  for (const boundary of model.overview.boundaries) {
    const described = model.resolve(boundary.name.value);
    const place = boundary.description?.value;
    if (described?.kind === 'service' && place !== undefined && !places.has(described)) places.set(described, place);
  }
  return places;
}

/** What the system is called: the project of the capsule, else the document's title. */
export function systemName(model: Model): string {
  return model.overview.capsule.project?.value ?? model.overview.title?.value ?? 'The system';
}
