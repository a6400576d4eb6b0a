import type { TcpFailure } from '#telemetry/edge-meter';
import { actOf, explain, type Link } from '../wire.ts';

/** What a Redis server says itself to one client too many: clients know it by that. */
const full = 'max number of clients reached';

/** What went wrong on an edge, as an error of Redis; at its end what HTTP says in the header `Asbuilt-Policy`. */
export function errorReply(
  { edge, circuit }: Pick<Link, 'edge'> & Partial<Pick<Link, 'circuit'>>,
  why: TcpFailure,
): Buffer {
  const act = actOf(why);
  const text = `${why === 'full' ? `${full}: ` : ''}${explain(edge, why, circuit)}${act === undefined ? '' : ` (Asbuilt-Policy: ${act})`}`;
  return Buffer.from(`-ERR ${text.replace(/[\r\n]+/g, ' ')}\r\n`);
}
