import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, calls, everyCall, flows } from '../../src/derive/calls.ts';
import { cpuMsOf } from '../cpu-ms.ts';
import { modelOf } from './model.ts';

/** A call tree in brackets: `API!` is a call that nobody answered. */
const drawn = (roots: readonly Call[]): string =>
  roots
    .map(({ to, answered, children }) => {
      const inner = children.length === 0 ? '' : `(${drawn(children)})`;
      return `${to.name}${answered === undefined ? '!' : ''}${inner}`;
    })
    .join(' ');
const treeOf = (...flow: string[]): string => drawn(calls(modelOf({ flow })));

/** Random calls that are all answered, as a flow and as the tree that it must be read as. */
interface Branch {
  readonly name: string;
  readonly children: readonly Branch[];
}
const { branch } = fc.letrec<{ branch: Branch }>((tie) => ({
  branch: fc.record({
    name: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('branch'), { maxLength: 3 })),
  }),
}));
const stepsOf = (caller: string, { name, children }: Branch): string[] => [
  `${caller} → ${name}`,
  ...children.flatMap((child) => stepsOf(name, child)),
  `${name} → ${caller}`,
];
const drawnBranch = ({ name, children }: Branch): string =>
  children.length === 0 ? name : `${name}(${children.map(drawnBranch).join(' ')})`;
/** A call back to whoever is waiting reads as an answer, so such trees cannot be written as a flow. */
const callsBack = (caller: string, { name, children }: Branch): boolean =>
  name === caller || children.some((child) => child.name === caller || callsBack(name, child));

describe('calls', () => {
  it('are nested as the steps open and answer them', () => {
    expect(
      treeOf('User → Web', 'Web → API', 'API → Auth', 'Auth → API', 'API → DB', 'DB → API', 'API → Web', 'Web → User'),
    ).toBe('Web(API(Auth DB))');
  });

  it('stay unanswered when their caller goes on, and the next call is beside them', () => {
    expect(treeOf('User → API', 'API → Auth', 'API → DB', 'DB → API', 'API → User')).toBe('API(Auth! DB)');
  });

  it('stay unanswered when the flow stops', () => {
    expect(treeOf('User → API', 'API → DB')).toBe('API!(DB!)');
  });

  it('are closed by an answer further out', () => {
    expect(treeOf('User → API', 'API → Auth', 'Auth → Keys', 'API → User', 'User → API')).toBe(
      'API(Auth!(Keys!)) API!',
    );
  });

  it('of somebody who was not called begin a tree of their own and disturb nothing', () => {
    expect(treeOf('User → API', 'Clock → Worker', 'API → DB', 'DB → API', 'API → User')).toBe('API(DB) Worker!');
  });

  it('of the same service may be made again after an answer', () => {
    expect(treeOf('User → API', 'API → DB', 'DB → API', 'API → DB', 'DB → API', 'API → User')).toBe('API(DB DB)');
  });

  it('may come round to a service that waits', () => {
    expect(treeOf('User → A', 'A → B', 'B → C', 'C → A', 'A → C', 'C → B', 'B → A', 'A → User')).toBe('A(B(C(A)))');
  });

  it('know the step that made them and the one that answered', () => {
    const [call] = calls(modelOf({ flow: ['User → API', 'API → User'] }));
    expect([call?.step.step, call?.answered?.step]).toEqual([1, 2]);
  });

  it('are made by participants, however a step writes their names', () => {
    const [call] = calls(modelOf({ services: ['API'], flow: ['User → API', 'API service → User'] }));
    expect(call).toMatchObject({
      from: { kind: 'actor', name: 'User' },
      to: { kind: 'service' },
      answered: { step: 2 },
    });
  });

  it('of several flows do not mix', () => {
    const flow = ['1. User → API', '2. API → DB', '1. User → API', '2. API → User'];
    expect(drawn(calls(modelOf({ flow })))).toBe('API!(DB!) API');
    expect(flows(modelOf({ flow })).map((steps) => steps.length)).toEqual([2, 2]);
  });

  it('of a list that numbers every step 1 are one flow', () => {
    expect(flows(modelOf({ flow: ['1. User → API', '1. API → DB', '1. DB → API'] }))).toHaveLength(1);
  });

  it('are none without a flow', () => {
    expect(calls(modelOf({}))).toEqual([]);
  });

  it('are read back from any flow in which every call is answered', () => {
    fc.assert(
      fc.property(
        branch.filter((tree) => !callsBack('User', tree)),
        (tree) => {
          expect(treeOf(...stepsOf('User', tree))).toBe(drawnBranch(tree));
        },
      ),
    );
  });

  it('are as many as the steps that are not answers, whatever the flow, and listed with callers first', () => {
    const name = fc.constantFrom('User', 'Web', 'API', 'DB');
    const steps = fc.array(fc.tuple(name, name), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (pairs) => {
        const all = everyCall(calls(modelOf({ flow: pairs.map(([from, to]) => `${from} → ${to}`) })));
        const answers = all.filter(({ answered }) => answered !== undefined).length;
        expect(all.length + answers).toBe(pairs.length);
        const seen = new Set<Call>();
        for (const call of all.toReversed()) {
          for (const child of call.children) expect(seen.has(child)).toBe(true);
          seen.add(call);
        }
      }),
    );
  });

  it('are read in time that grows with the steps, however deep they nest', () => {
    const flow = Array.from({ length: 20_000 }, (_, index) => `S${index} → S${index + 1}`);
    const model = modelOf({ flow });
    const took = cpuMsOf(() => {
      expect(everyCall(calls(model))).toHaveLength(20_000);
    });
    expect(took).toBeLessThan(3000);
  });
});
