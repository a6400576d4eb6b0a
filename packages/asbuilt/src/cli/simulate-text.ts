import type { Forecast, Scenario } from '@asbuilt/core/simulate';
import { createColors } from 'picocolors';
import { durationText, shareText, usedText } from './measure-text.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** A forecast for people: what was played, what came of it, and what was taken for granted. */
export function forecastText(file: string, scenario: Scenario, foreseen: Forecast, color: boolean): string {
  const { bold } = createColors(color);
  return [
    `${file}: ${scenarioText(scenario)}`,
    '',
    requestsText(foreseen, color),
    ...(foreseen.p50Ms === undefined || foreseen.p99Ms === undefined
      ? []
      : [`answered in ${durationText(foreseen.p50Ms)} (p50), ${durationText(foreseen.p99Ms)} (p99)`]),
    '',
    edgeTable(foreseen, bold),
    '',
    ...(foreseen.budgets.length === 0 ? [] : [budgetTable(foreseen, color), '']),
    'Taken for granted:',
    ...foreseen.assumptions.map((assumption) => `- ${printable(assumption)}`),
    '',
  ].join('\n');
}

/** `10 requests per second for 10 min, Database down from 3 min 20 s to 5 min 20 s, seed 1` */
function scenarioText({ load, durationMs, outages, seed }: Scenario): string {
  const down = outages.map(
    ({ service, fromMs, toMs }) => `, ${printable(service)} down from ${durationText(fromMs)} to ${durationText(toMs)}`,
  );
  return `${load} ${load === 1 ? 'request' : 'requests'} per second for ${durationText(durationMs)}${down.join('')}, seed ${seed}`;
}

function requestsText({ requests, good, availability }: Forecast, color: boolean): string {
  const { green, yellow } = createColors(color);
  const paint = good === requests ? green : yellow;
  return `${requests} requests, ${good} good: ${paint(`availability ${shareText(availability)}`)}`;
}

function edgeTable({ edges }: Forecast, bold: (text: string) => string): string {
  return table([
    ['Edge', 'Calls', 'Refused', 'Timed out', 'Breaker opened'].map(bold),
    ...edges.map(({ name, calls, refused, timedOut, opens }) => [
      printable(name),
      ...[calls, refused, timedOut, opens].map(String),
    ]),
  ]);
}

/** Each budget is that of 30 days: what the scenario takes of it when it happens once in them. */
function budgetTable({ budgets }: Forecast, color: boolean): string {
  const { bold, red } = createColors(color);
  return table([
    ['Service', 'Objective', 'Error budget used'].map(bold),
    ...budgets.map(({ service, objective, used }) => [
      printable(service),
      shareText(objective),
      used > 1 ? red(`${usedText(used)}: spent`) : usedText(used),
    ]),
  ]);
}
