import type * as Bullmq from 'bullmq';
import type { Redis } from 'ioredis';

/** The BullMQ queues of tasks, made when they are first asked for. */
export interface BullmqQueues {
  /** Rejects soon while Redis is away. */
  of(task: string): Promise<Bullmq.Queue>;
  close(): Promise<void>;
}

/** @param connection that gives up on a command after a while */
export function bullmqQueues({ Queue }: typeof Bullmq, connection: Redis, log: (line: string) => void): BullmqQueues {
  const queues = new Map<string, Bullmq.Queue>();
  let problem = '';
  connection.on('error', (error) => {
    problem = error.message;
  });
  const made = (task: string): Bullmq.Queue => {
    const known = queues.get(task);
    if (known !== undefined) return known;
    const queue = new Queue(nameOf(task), { connection });
    queue.on('error', (error) => log(`The queue of ${task} has lost Redis: ${error.message}`));
    queues.set(task, queue);
    return queue;
  };
  return {
    of: async (task) => {
      // A queue of BullMQ waits for Redis before it is used for the first time, however long that takes.
      if (!queues.has(task))
        await connection.ping().catch((error: unknown) => {
          throw new Error(`The queue's Redis does not answer: ${problem || String(error)}`, { cause: error });
        });
      return made(task);
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/** BullMQ takes no colons in names. */
export function nameOf(task: string): string {
  return `asbuilt.${task.replaceAll('%', '%25').replaceAll(':', '%3A')}`;
}
