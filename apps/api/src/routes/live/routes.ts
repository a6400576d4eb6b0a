import { Readable } from 'node:stream';
import { z } from 'zod';
import type { App } from '#http/app-type';
import { problemAnswers } from '#http/problem-answers';
import { openEvents, readStatus } from './control.ts';
import { relay } from './relay.ts';
import { systemStatusSchema } from './schema.ts';

const eventsAnswer = {
  description: 'Server-sent events, each with a SystemStatus as its data: one a second and one at every change.',
  content: { 'text/event-stream': { schema: z.unknown().meta({ type: 'string' }) } },
};

/** The running system that this service is part of. */
export function liveRoutes(app: App, controlUrl: string | undefined): void {
  statusRoute(app, controlUrl);
  streamRoute(app, controlUrl);
}

function statusRoute(app: App, controlUrl: string | undefined): void {
  const schema = {
    operationId: 'readLive',
    summary: 'The running system at this moment',
    description: 'Every service and every edge. 503 when this service was not started by `asbuilt up`.',
    tags: ['live'],
    response: { 200: systemStatusSchema, ...problemAnswers(503) },
  };
  app.get('/live', { schema }, async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send(await readStatus(controlUrl));
  });
}

function streamRoute(app: App, controlUrl: string | undefined): void {
  const schema = {
    operationId: 'streamLive',
    summary: 'The running system as it changes',
    description:
      'Events named `status`, each with the whole state as JSON: one at once, then one a second and one a change, until the client leaves.',
    tags: ['live'],
    response: { 200: eventsAnswer, ...problemAnswers(503) },
  };
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort());
  app.get('/live/stream', { schema }, async (_request, reply) => {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const signal = AbortSignal.any([left.signal, stopping.signal]);
    const events = relay(await openEvents(controlUrl, signal), signal);
    return reply
      .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .send(Readable.from(events, { objectMode: false }));
  });
}
