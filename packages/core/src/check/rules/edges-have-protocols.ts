import { type Call, calls, everyCall } from '#derive/calls';
import { isHole, known, type Model, type Service } from '#model/index';
import type { Report, Rule, Subject } from '../rule.ts';
import { quoted } from '../say.ts';

/** Sections 4 and 5: who calls knows how to speak. */
export const edgesHaveProtocols: Rule = {
  name: 'edges-have-protocols',
  sentence: 'Of every service that is called the document says over which protocol',
  severity: 'warning',
  holds: ['services/*/protocol', 'data-flow/*/to'],
  check({ draft, model }, report) {
    const open = openServices({ draft });
    const silent = firstCalls(model).filter(
      ({ service, call }) => !open.has(service.name.span.from) && !tells(service, call),
    );
    const [first] = silent;
    if (first === undefined) return;
    const nobodySays = model.overview.services.every(({ protocol }) => protocol === undefined) && open.size === 0;
    if (nobodySays && silent.length > 1) reportAll(silent, first, report);
    else for (const each of silent) reportOne(each, report);
  },
};

interface Called {
  readonly service: Service;
  /** The first call of it. */
  readonly call: Call;
}

function firstCalls(model: Model): readonly Called[] {
  const seen = new Map<string, Called>();
  for (const call of everyCall(calls(model))) {
    if (call.to.kind === 'service' && !seen.has(call.to.name))
      seen.set(call.to.name, { service: call.to.service, call });
  }
  return [...seen.values()];
}

/** Services whose protocol or interface is still a decision, by where their name stands. */
function openServices({ draft }: Pick<Subject, 'draft'>): ReadonlySet<number> {
  const open = draft.overview.services.filter(({ protocol, interface: contract }) =>
    [protocol, contract].some((stated) => stated !== undefined && isHole(stated.value)),
  );
  return new Set(open.map(({ name }) => name.span.from));
}

const protocols =
  /\b(?:https?|h2c?|rest(?:ful)?|graphql|grpc|trpc|json[- ]?rpc|soap|websockets?|wss?|sse|odata|sql|postgres\w*|mysql|maria\w*|mssql|oracle|mongo\w*|redis|resp|cql|bolt|s3|amqp|kafka|nats|mqtt|stomp|smtps?|imap|ldaps?|s?ftps?|ssh|nfs|smb|tcp|udp|quic|oauth\S*|oidc|saml|webhooks?|jdbc|odbc|unix socket|ipc|thrift|dns|grpc-web|open ?api)\b/i;

/** The protocol's cell, or words elsewhere that name one. */
function tells({ protocol, interface: contract }: Service, { step }: Call): boolean {
  if (known(protocol) !== undefined) return true;
  return protocols.test(`${known(contract) ?? ''} ${known(step.label) ?? ''}`);
}

function reportOne({ service, call }: Called, report: Report): void {
  const name = quoted(service.name.value);
  report({
    message: `${quoted(call.from.name)} calls ${name} in step ${call.step.step}, but nothing says over which protocol, so it is drawn and run as HTTP`,
    span: service.name.span,
    notes: [{ message: `Step ${call.step.step} calls it`, span: call.step.to.span }],
    help: `Write the protocol in the row of ${name}, e.g. HTTP, gRPC or Postgres protocol.`,
  });
}

function reportAll(silent: readonly Called[], first: Called, report: Report): void {
  report({
    message: `${silent.length} services are called, and nothing says over which protocols, so all of them are drawn and run as HTTP`,
    span: first.service.name.span,
    notes: silent.slice(0, 10).map(({ service, call }) => ({
      message: `Step ${call.step.step} calls ${quoted(service.name.value)}`,
      span: call.step.to.span,
    })),
    help: 'Add a column "Protocol" to the table of services, e.g. with HTTP, gRPC or Postgres protocol.',
  });
}
