import { type App, appsOf } from './apps.ts';
import type { Facts } from './facts.ts';
import type { Found } from './found.ts';
import { type Store, type StoreKind, storeOfDriver } from './knowledge/stores.ts';
import { titled, uniqueNames } from './names.ts';
import type { ComposeService } from './readers/compose.ts';
import { type SurveyedStore, storesOf } from './stores-of.ts';

/** A service of the surveyed system. */
export interface SurveyedService {
  readonly name: string;
  readonly app?: App;
  readonly store?: Store;
  readonly compose?: ComposeService;
  readonly because: Found<string>;
}

/** One service calls another, as a file says. */
export interface SurveyedCall {
  readonly from: SurveyedService;
  readonly to: SurveyedService;
  readonly because: Found<string>;
}

export interface SurveyedSystem {
  readonly services: readonly SurveyedService[];
  readonly calls: readonly SurveyedCall[];
}

/** Puts together which services there are and which of them call each other. */
export function systemOf(facts: Facts, project: string): SurveyedSystem {
  const apps = appsOf(facts, project);
  const stores = storesOf(facts, apps);
  const give = uniqueNames();
  const services = [
    ...apps.map((app) => ({ name: give(titled(app.said)), app, ...containerOf(app), because: app.because })),
    ...stores.map((found) => ({
      name: give(storeName(found, stores)),
      store: found.store,
      ...containerOf(found),
      because: found.because,
    })),
  ];
  return { services, calls: callsBetween(services) };
}

function containerOf({ compose }: Pick<SurveyedService, 'compose'>): Pick<SurveyedService, 'compose'> {
  return compose === undefined ? {} : { compose };
}

const kindNames: Readonly<Record<StoreKind, string>> = {
  database: 'Database',
  cache: 'Cache',
  queue: 'Queue',
  storage: 'Storage',
  search: 'Search',
  auth: 'Auth',
  proxy: 'Proxy',
};

/** By what it does; where several do the same, by what they are. */
function storeName({ store, compose }: SurveyedStore, all: readonly SurveyedStore[]): string {
  const alike = all.filter((other) => other.store.kind === store.kind);
  if (alike.length === 1) return kindNames[store.kind];
  const same = alike.filter((other) => other.store === store);
  return same.length > 1 && compose !== undefined ? titled(compose.name.value) : store.name;
}

function callsBetween(services: readonly SurveyedService[]): readonly SurveyedCall[] {
  const calls = new Map<string, SurveyedCall>();
  for (const from of services) {
    for (const to of services) {
      const because = from === to ? undefined : reasonToCall(from, to);
      if (because !== undefined) calls.set(`${from.name}\n${to.name}`, { from, to, because });
    }
  }
  return [...calls.values()];
}

/** Why one service calls the other: it has a driver for it, its environment has the other's address, or it waits for its start. */
function reasonToCall(from: SurveyedService, to: SurveyedService): Found<string> | undefined {
  if (from.store !== undefined && from.store.kind !== 'proxy') return undefined;
  return driverFor(from, to) ?? addressOf(from, to) ?? startOf(from, to);
}

function driverFor({ app }: SurveyedService, { store }: SurveyedService): Found<string> | undefined {
  if (store === undefined) return undefined;
  for (const { dependencies } of app?.manifests ?? []) {
    const found = dependencies.find(({ name, isRuntime }) => {
      const spoken = isRuntime ? storeOfDriver(name) : undefined;
      return spoken !== undefined && spoken.kind === store.kind && spoken.protocol === store.protocol;
    });
    if (found !== undefined) return { value: found.name, file: found.file, line: found.line };
  }
  return undefined;
}

function addressOf({ compose }: SurveyedService, { compose: other }: SurveyedService): Found<string> | undefined {
  if (other === undefined) return undefined;
  const host = new RegExp(`(?:^|//|@)${other.name.value.replaceAll(/[^\w-]/g, '\\$&')}(?::\\d+|/|$)`);
  const variable = compose?.environment.find(({ value }) => host.test(value));
  // The value may hold a password: only the variable's name is passed on.
  return variable && { value: variable.name, file: variable.file, line: variable.line };
}

function startOf({ compose }: SurveyedService, { compose: other }: SurveyedService): Found<string> | undefined {
  const found = compose?.dependsOn.find(({ value }) => value === other?.name.value);
  return found && { ...found, value: `depends on ${found.value}` };
}
