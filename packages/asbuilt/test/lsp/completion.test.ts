import { describe, expect, it } from 'vitest';
import { type CompletionItem, CompletionRequest, type ProtocolConnection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { sessions } from './support/bundled-session.ts';
import { desk, deskProfile } from './support/desk.ts';
import { change, open, rangeOf, uriOf } from './support/editor.ts';

const start = sessions();
const files = { 'confer-agent.profile.yml': deskProfile };

/** What is offered where a text has the cursor, `^`. */
async function offered(connection: ProtocolConnection, uri: string, text: string): Promise<CompletionItem[]> {
  const position = rangeOf(text, '^').start;
  const found = await connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
  return Array.isArray(found) ? found : (found?.items ?? []);
}

/** The line with the cursor after one of the offers was taken. */
function taken(text: string, items: readonly CompletionItem[], label: string): string {
  const edit = items.find((item) => item.label === label)?.textEdit;
  if (edit === undefined || !('range' in edit)) throw new Error(`${label} is not offered`);
  const document = TextDocument.create('', '', 1, text.replace('^', ''));
  return TextDocument.applyEdits(document, [edit]).split('\n')[edit.range.start.line] ?? '';
}

async function offeredIn(text: string): Promise<CompletionItem[]> {
  const { connection, uri } = await start(text.replace('^', ''), { files });
  return offered(connection, uri, text);
}

const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label);

describe('in the tables and lists of an overview one is offered', () => {
  it('whoever can take part, at both ends of a step', async () => {
    const text = desk.replace('6. Desk → Courier (receipt)', '6. Desk → Cou^');
    const items = await offeredIn(text);
    expect(labels(items)).toEqual(['Desk', 'Shelf', 'Label', 'Courier']);
    expect(taken(text, items, 'Courier')).toBe('6. Desk → Courier');
  });

  it('the services where a table names one, and not where the services themselves are named', async () => {
    const text = desk.replace('| Shelf | large | $90 |', '| Shelf | large | $90 |\n| La^');
    const items = await offeredIn(text);
    expect(labels(items)).toEqual(['Desk', 'Shelf', 'Label']);
    expect(taken(text, items, 'Label')).toBe('| Label');
    expect(await offeredIn(desk.replace('| Label | prints', '| La^ | prints'))).toEqual([]);
  });

  it('what can fail, first what no row is about yet', async () => {
    const items = await offeredIn(desk.replace('| Label down | Low | Fallback | 2s |', '| ^'));
    expect(labels(items)).toEqual(['Label down', 'Desk down', 'Shelf down']);
  });

  it('impacts, and mitigations one after the other', async () => {
    expect(labels(await offeredIn(desk.replace('| Critical |', '| ^ |')))).toEqual([
      'Critical',
      'High',
      'Medium',
      'Low',
    ]);
    const text = desk.replace('| Fallback |', '| Fallback, circ^ |');
    const items = await offeredIn(text);
    expect(taken(text, items, 'circuit breaker')).toBe('| Label down | Low | Fallback, circuit breaker | 2s |');
  });

  it('the unit of a number: of time, of money, of a share, of what is counted', async () => {
    const time = desk.replace('| 10s |', '| 10^ |');
    const items = await offeredIn(time);
    expect(labels(items)).toEqual(['s', 'ms', 'm', 'h', 'd']);
    expect(taken(time, items, 'ms')).toBe('| Desk down | High | Client retry | 10ms |');
    expect(items[0]?.filterText).toBe('10s');
    expect(labels(await offeredIn(desk.replace('after 30s', 'after 30^')))).toContain('s');
    expect(labels(await offeredIn(desk.replace('$90 |', '$90^ |')))).toEqual(['/month']);
    expect(labels(await offeredIn(desk.replace('99.95% |', '99.95^ |')))).toEqual(['%']);
    const instances = desk.replace('2–10 instances', '2–10^');
    expect(taken(instances, await offeredIn(instances), ' instances')).toBe('- Desk: 2–10 instances');
  });

  it('a service in the scaling plan', async () => {
    const text = desk.replace('- Desk: 2–10 instances', '- ^');
    expect(taken(text, await offeredIn(text), 'Desk')).toBe('- Desk: ');
  });

  it('nothing in prose and in cells that are free', async () => {
    expect(await offeredIn(desk.replace('takes parcels in.', 'takes par^'))).toEqual([]);
    expect(await offeredIn(desk.replace('| small |', '| sma^ |'))).toEqual([]);
  });
});

describe('in what is open and in comments one is offered', () => {
  it('the tokens with the values of the profile', async () => {
    const text = desk.replace('env: "staging"', 'env: "{{EN^"');
    const items = await offeredIn(text);
    expect(items.find(({ label }) => label === 'ENV')).toMatchObject({ detail: 'staging' });
    expect(items.find(({ label }) => label === 'HTTP_PORT')).toMatchObject({ detail: '4810' });
    expect(taken(text, items, 'ENV')).toBe('  env: "{{ENV}}"');
  });

  it('the options of a decision, in place of all of it', async () => {
    const text = desk.replace('| small |', '| [small/lar^ge] |');
    const items = await offeredIn(text);
    expect(labels(items)).toEqual(['small', 'large']);
    expect(taken(text, items, 'large')).toBe('| Desk | large | $30 |');
  });

  it('the rules in an exception, first the one that is broken there', async () => {
    const text = desk.replace('| $120 |', '| $125 | <!-- asbuilt-ignore ^ -->');
    const items = await offeredIn(text);
    const [first] = items.toSorted((one, other) => ((one.sortText ?? '') < (other.sortText ?? '') ? -1 : 1));
    expect(first?.label).toBe('costs-add-up');
    expect(items.length).toBeGreaterThan(10);
    expect(taken(text, items, 'costs-add-up')).toMatch(/<!-- asbuilt-ignore costs-add-up: {2}-->$/);
  });
});

async function offeredInProfile(text: string): Promise<CompletionItem[]> {
  const { connection, folder } = await start(desk, { files });
  const uri = uriOf(folder, 'confer-agent.profile.yml');
  await open(connection, uri, deskProfile);
  await change(connection, uri, 2, { text: text.replace('^', '') });
  return offered(connection, uri, text);
}

describe('in the profile one is offered', () => {
  it('the rules, and their levels', async () => {
    expect(labels(await offeredInProfile(deskProfile.replace('rules:\n', 'rules:\n  tim^\n')))).toContain(
      'timeouts-nest',
    );
    const levels = deskProfile.replace('rules:\n', 'rules:\n  timeouts-nest: ^\n');
    expect(labels(await offeredInProfile(levels))).toEqual(['error', 'warning', 'info', 'off']);
  });

  it('the services, and whom each calls', async () => {
    const services = await offeredInProfile(deskProfile.replace('  Shelf:\n', '  Sh^\n'));
    expect(labels(services)).toEqual(['Desk', 'Shelf', 'Label']);
    const edges = deskProfile.replace('      "Label": LABEL_URL', '      La^');
    const items = await offeredInProfile(edges);
    expect(labels(items)).toEqual(['Shelf', 'Label']);
    expect(taken(edges, items, 'Label')).toBe('      Label: ');
  });
});
