import { known, profileFileOf, type Span } from '#model/index';
import type { Finding } from '../finding.ts';
import { wrongIngressPorts } from '../ingress-ports.ts';
import type { Report, Rule, Subject } from '../rule.ts';
import { rewritten } from '../written.ts';

/** A place that says which port the system listens on. */
interface StatedPort {
  readonly port: number;
  readonly where: string;
  readonly span: Span;
  /** Absent for the overview. */
  readonly file?: string;
}

/** Front matter, section 1 and the profile, and the files that lead requests in: one port, said in many places. */
export const portsAgree: Rule = {
  name: 'ports-agree',
  sentence: 'The front matter, the capsule, the project profile and what leads requests in name the same port',
  severity: 'error',
  holds: ['front-matter/project-profile/http-port', 'context-capsule/http-port'],
  check(subject, report) {
    const [right, ...others] = statedPorts(subject);
    for (const other of others) {
      if (right === undefined || other.port === right.port) continue;
      report({
        message: `The port is ${other.port} in ${other.where}, but ${right.port} in ${right.where}`,
        span: other.span,
        notes: [{ ...at(right), message: `Port ${right.port} stands here` }],
        help: `Write ${right.port} here, or change the port everywhere, in the ingress too.`,
        ...repairOf(other, right, subject),
      });
    }
    if (right !== undefined) checkIngress(subject, right, report);
  },
};

/** A container may have its port from elsewhere, a proxy lead to something else: that they differ is likely wrong, not surely. */
function checkIngress(subject: Subject, right: StatedPort, report: Report): void {
  for (const { port, span, file } of wrongIngressPorts(subject, right.port)) {
    report({
      severity: 'warning',
      message: `${file} gives the system port ${port}, but it listens on ${right.port}, as ${right.where} has it`,
      span,
      file,
      notes: [{ ...at(right), message: `Port ${right.port} stands here` }],
      help: `Write ${right.port} here, or change the port everywhere, the profile first.`,
    });
  }
}

/** The ports that are known, the most binding first: the profile is what runs, the front matter what the document repeats of it. */
function statedPorts({ draft, profile }: Subject): StatedPort[] {
  const ports: StatedPort[] = [];
  const inProfile = profile?.profile.httpPort;
  if (profile !== undefined && inProfile !== undefined) {
    const file = profileFileOf(profile, inProfile);
    ports.push({ port: inProfile.value, where: file, span: inProfile.span, file });
  }
  const { task, capsule } = draft.overview;
  for (const [where, stated] of [
    ['the front matter', task.profile?.httpPort],
    ['the context capsule', capsule.httpPort],
  ] as const) {
    const port = known(stated);
    if (stated !== undefined && port !== undefined) ports.push({ port, where, span: stated.span });
  }
  return ports;
}

/** What the profile says is what runs, so it is right; without it either may be. */
function repairOf(wrong: StatedPort, right: StatedPort, { draft }: Subject): Pick<Finding, 'repairs'> {
  const written = { text: draft.text, span: wrong.span, value: wrong.port };
  const edit = wrong.file === undefined ? rewritten(written, right.port, String) : undefined;
  const safe = right.file !== undefined;
  return edit === undefined ? {} : { repairs: [{ title: `Write port ${right.port}`, edits: [edit], safe }] };
}

function at({ span, file }: StatedPort): { span: Span; file?: string } {
  return { span, ...(file !== undefined && { file }) };
}
