import { calls, everyCall } from '#derive/calls';
import { priceOf } from '#derive/price';
import { known, type Model, type PricePerMonth, type Service, statementsOf } from '#model/index';
import type { Rule } from '../rule.ts';
import { money, quoted } from '../say.ts';

/** Section 4 against the others: a service is there for somebody. */
export const servicesAreUsed: Rule = {
  name: 'services-are-used',
  sentence: 'Every service takes part in a flow, or is named where something else uses it',
  severity: 'info',
  holds: ['services/*/name'],
  check({ model }, report) {
    const { services, flows } = model.overview;
    if (flows.length === 0) return;
    const inFlow = namesInFlow(model);
    const uncalled = services.filter(({ name }) => !inFlow.has(name.value));
    const words = uncalled.length === 0 ? new Set<string>() : wordsElsewhere(model);
    for (const service of uncalled) {
      const { name } = service;
      if (isNamed(name.value, words) || runsJobs(service, model)) continue;
      const price = priceOfService(service, model);
      report({
        message: `${quoted(name.value)} is a service that no step of the flow calls and nothing else names${price === undefined ? '' : `, yet it costs ${money(price)}`}: it is neither forecast nor reached in what runs`,
        span: name.span,
        help: `Add the steps of the flow that call it, say what else uses it, or take it out.`,
      });
    }
  },
};

/** `CDN/Storage` in a step stands for both. */
function namesInFlow(model: Model): ReadonlySet<string> {
  const called = everyCall(calls(model)).flatMap(({ from, to }) => [from.name, to.name]);
  const parts = called.filter((name) => /[/&+,]/.test(name)).flatMap((name) => name.split(/\s*[/&+,]\s*/));
  return new Set([...called, ...parts.flatMap((part) => model.resolve(part)?.name ?? [])]);
}

/** The words of every section in which a service can be used outside of a request. */
function wordsElsewhere({ overview }: Model): ReadonlySet<string> {
  const { jobs, caches, telemetry, security, integrations, services } = overview;
  const users = services.flatMap(({ responsibility, interface: contract }) => [responsibility, contract]);
  const said = statementsOf([jobs, caches, telemetry, security, integrations, users]);
  return new Set(said.flatMap(({ value }) => (typeof value === 'string' ? wordsOf(value) : [])));
}

function isNamed(name: string, words: ReadonlySet<string>): boolean {
  const telling = wordsOf(name.replace(/\([^()]*\)/g, ' ')).filter((word) => word !== 'service');
  return telling.length > 0 && telling.every((word) => words.has(word));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whoever takes work from a queue is called by nobody. */
function runsJobs({ name, responsibility }: Service, { overview: { jobs } }: Model): boolean {
  const hasJobs = jobs.queue !== undefined || jobs.types.length > 0 || jobs.processing.length > 0;
  return (
    hasJobs &&
    /\b(?:workers?|jobs?|queues?|schedulers?|cron|consumers?|batch|broker)\b/i.test(
      `${name.value} ${known(responsibility) ?? ''}`,
    )
  );
}

function priceOfService({ name }: Service, model: Model): PricePerMonth | undefined {
  const row = model.overview.costs.find(({ service }) => model.resolve(service.value)?.name === name.value);
  return row && priceOf(row)?.price;
}
