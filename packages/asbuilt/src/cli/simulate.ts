import { plan } from '@asbuilt/core/derive';
import type { Milliseconds, Model } from '@asbuilt/core/model';
import { forecast, type Outage, type Scenario } from '@asbuilt/core/simulate';
import { nearest } from '@asbuilt/core/text';
import { type Invocation, type Run, UsageError } from './command.ts';
import { durationOption, numberOption, parseDuration } from './measure-options.ts';
import { formatOf, textOption } from './options.ts';
import { projectOf } from './project-of.ts';
import { forecastText } from './simulate-text.ts';

/** Plays a scenario in virtual time: 1 when it would spend an error budget. */
export const run: Run = async (invocation, io) => {
  const format = formatOf(invocation, ['text', 'json']);
  const { file, model, profile } = await projectOf(invocation, io);
  const system = plan(model, profile?.profile);
  if (system.edges.length === 0) {
    throw new UsageError(
      `${file} has no request flow that reaches a service, so there is nothing to play: write its steps, e.g. "1. User → API".`,
    );
  }
  const scenario = scenarioOf(invocation, model);
  const foreseen = forecast(model, system, scenario);
  io.out(
    format === 'json'
      ? `${JSON.stringify({ file, scenario, ...foreseen }, null, 2)}\n`
      : forecastText(file, scenario, foreseen, io.color),
  );
  return foreseen.budgets.some(({ used }) => used > 1) ? 1 : 0;
};

/** More would take minutes and gigabytes, and the numbers would not change any more. */
const mostRequests = 5_000_000;

function scenarioOf(invocation: Invocation, model: Model): Scenario {
  const load = numberOption(invocation, 'load', 10, 0.001);
  const durationMs = durationOption(invocation, 'for', '10m');
  const requests = (load * durationMs) / 1_000;
  if (requests > mostRequests) {
    throw new UsageError(
      `that is about ${Math.round(requests).toLocaleString('en-US')} requests, and a forecast plays at most ${mostRequests.toLocaleString('en-US')}: lower --load or --for.`,
    );
  }
  return {
    load,
    durationMs,
    outages: outagesOf(textOption(invocation, 'down'), durationMs, model),
    serviceTimeMs: durationOption(invocation, 'service-time', '20ms'),
    seed: numberOption(invocation, 'seed', 1, 0),
  };
}

/** `Database:2m` or several of them with commas between. Each begins after a third of the time, when all has settled. */
function outagesOf(said: string | undefined, durationMs: Milliseconds, model: Model): readonly Outage[] {
  if (said === undefined) return [];
  const fromMs = durationMs / 3;
  return said.split(',').map((part) => {
    const [, name, time] = /^(.+):([^:]+)$/.exec(part.trim()) ?? [];
    if (name === undefined || time === undefined) {
      throw new UsageError(`--down ${part}: name a service and for how long it is down, e.g. --down Database:2m.`);
    }
    return { service: serviceNamed(name.trim(), model), fromMs, toMs: fromMs + parseDuration(time, '--down') };
  });
}

function serviceNamed(name: string, model: Model): string {
  const found = model.resolve(name);
  if (found?.kind === 'service') return found.name;
  const names = model.participants.flatMap((participant) => (participant.kind === 'service' ? [participant.name] : []));
  const meant = nearest(name, names);
  const hint = meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${meant}?`;
  throw new UsageError(`--down: the overview names no service ${name}. ${hint}`);
}
