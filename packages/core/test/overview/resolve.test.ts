import { describe, expect, it } from 'vitest';
import { resolveHoles } from '#overview/resolve';

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const values = { tokens: { HTTP_PORT: '8080' }, now, uuid: '00000000-0000-4000-8000-000000000000' };

describe('filling holes', () => {
  it('fills dates in their zone, with the offset of that day', () => {
    const text =
      'a {{AUTO:DATE:America/Chicago}} b {{AUTO:DATETIME_ISO:America/Chicago}} c {{AUTO:DATETIME_ISO:Asia/Kolkata}} d {{AUTO:DATETIME_ISO:UTC}}\n';
    expect(resolveHoles(text, values).text).toBe(
      'a 2026-01-01 b 2026-01-01T21:04:05-06:00 c 2026-01-02T08:34:05+05:30 d 2026-01-02T03:04:05+00:00\n',
    );
  });

  it('fills tokens and the id, and touches nothing else', () => {
    const text =
      '---\ntask_id: "uuid-here"   # kept\n---\n\n- ports:\tHTTP={{HTTP_PORT}}  \r\n- {{ENV}} and [a/b]\n\n```\n{{HTTP_PORT}}\n```';
    const resolved = resolveHoles(text, values);
    expect(resolved.text).toBe(text.replace('uuid-here', values.uuid).replace('HTTP={{HTTP_PORT}}', 'HTTP=8080'));
    expect(resolved.open.map(({ hole, reason }) => [hole.text, reason])).toEqual([
      ['{{ENV}}', 'the profile does not set env'],
      ['[a/b]', 'a decision that people make'],
    ]);
  });

  it('leaves a date in a zone that does not exist, and says so', () => {
    const { text, open } = resolveHoles('x {{AUTO:DATE:Nowhere/Land}}\n', values);
    expect(text).toBe('x {{AUTO:DATE:Nowhere/Land}}\n');
    expect(open[0]?.reason).toBe('the time zone Nowhere/Land is not known');
  });

  it('fills the name of the project where a name is given', () => {
    expect(resolveHoles('# [project-name]: plan\n', { ...values, projectName: 'Harbour' }).text).toBe(
      '# Harbour: plan\n',
    );
  });
});
