import { join } from 'node:path';
import { Faults } from '#faults/faults';
import { Drills } from '#gateway/drills';
import { type Ledger, type LedgerOptions, openLedger } from '#ledger/ledger';
import { systemClock } from '#telemetry/clock';
import type { Logger } from '#telemetry/logger';
import { openTelemetry, type Telemetry } from '#telemetry/telemetry';
import { type Changes, openChanges } from './changes.ts';
import { type ClaimedRun, claimRun } from './claim-run.ts';
import { InstanceFaults } from './instance-faults.ts';
import { openLogFile } from './log-file.ts';
import { openReporting } from './open-reporting.ts';
import { openRedactor, type Redactor } from './redactor.ts';
import { makeStateDirectory, stateDirectoryOf } from './state-directory.ts';
import type { Teardown } from './teardown.ts';
import type { UpOptions } from './up-options.ts';

/** What everything in a running system shares. */
export interface Household {
  readonly stateDirectory: string;
  readonly claim: ClaimedRun;
  readonly telemetry: Telemetry;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly instanceFaults: InstanceFaults;
  readonly drills: Drills;
  readonly changes: Changes;
  readonly redactor: Redactor;
  readonly now: () => number;
  readonly random: () => number;
}

/** Claims the state directory and opens what is kept in it: the log and the ledger. */
export async function openHousehold(options: UpOptions, cleanup: Teardown): Promise<Household> {
  const stateDirectory = stateDirectoryOf(options);
  await makeStateDirectory(stateDirectory);
  const claim = await claimRun(stateDirectory, options.file, options.say);
  cleanup.add(() => claim.release());
  const redactor = openRedactor(options.secrets ?? []);
  const telemetry = await openLog(stateDirectory, { ...options, redactor }, cleanup);
  const now = systemClock();
  const ledger = await openLedger({
    directory: join(stateDirectory, 'ledger'),
    now,
    ...ledgerTrouble(telemetry.log, options),
  });
  cleanup.add(() => ledger.close());
  const faults = new Faults();
  const say = (sentence: string): void => {
    telemetry.log.info(sentence);
    options.say(sentence);
  };
  return {
    stateDirectory,
    claim,
    telemetry,
    ledger,
    faults,
    instanceFaults: new InstanceFaults({ newId: () => faults.newId(), now, say }),
    drills: new Drills(),
    changes: openChanges(),
    redactor,
    now,
    random: Math.random,
  };
}

async function openLog(
  stateDirectory: string,
  options: UpOptions & Pick<Household, 'redactor'>,
  cleanup: Teardown,
): Promise<Telemetry> {
  const reporting = await openReporting(options);
  const file = openLogFile(stateDirectory, options.say);
  cleanup.add(() => file.close());
  const write = (written: string): void => {
    const line = options.redactor.redact(written);
    file.write(line);
    options.log?.(line);
  };
  const telemetry = openTelemetry({ level: 'info', sink: { write }, ...reporting });
  cleanup.add(async () => {
    await Promise.all([telemetry.tracer?.close(), telemetry.reporter?.close()]);
  });
  return telemetry;
}

/** The log may be on the same disk, so it is told besides. */
function ledgerTrouble(log: Logger, { say }: UpOptions): Pick<LedgerOptions, 'onError' | 'onRecovery'> {
  return {
    onError: (err) => {
      const sentence = 'The ledger cannot be written; its counts are kept and written later';
      log.error({ err }, sentence);
      say(`${sentence}: ${err.message}`);
    },
    onRecovery: () => {
      const sentence = 'The ledger is written again, and nothing of it is lost';
      log.info(sentence);
      say(sentence);
    },
  };
}
