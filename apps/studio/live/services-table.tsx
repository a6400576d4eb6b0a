import { Fragment, type ReactElement } from 'react';
import type { InstanceState, ServiceState } from '#client/api';
import { Moment } from '#ui/moment.tsx';
import styles from './live-tables.module.css';

type State = ServiceState['state'] | InstanceState['state'];

/** What each state means, for the title. */
const meanings: Readonly<Record<State, string>> = {
  starting: 'Started, and not ready yet',
  healthy: 'Ready',
  unready: 'Fails its health check, and gets no calls',
  restarting: 'It died, and is started again',
  draining: 'Gets no more calls, and ends its own',
  stopped: 'Stopped',
  failed: 'It did not come up',
  external: 'Runs elsewhere',
  unbound: 'The profile does not say where it runs',
};

const tones: Readonly<Record<State, string | undefined>> = {
  starting: styles.waiting,
  healthy: styles.good,
  unready: styles.bad,
  restarting: styles.waiting,
  draining: styles.waiting,
  stopped: styles.quiet,
  failed: styles.bad,
  external: styles.quiet,
  unbound: styles.quiet,
};

/** Every service of the running system, and below it its instances where they are several. */
export function ServicesTable({ services }: { readonly services: readonly ServiceState[] }): ReactElement {
  return (
    <section className={styles.scroll} aria-label="Services">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
            <th scope="col" className={styles.number}>
              In flight
            </th>
            <th scope="col" className={styles.number}>
              Restarts
            </th>
            <th scope="col" className={styles.number}>
              Process
            </th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody>
          {services.map((service) => (
            <Fragment key={service.name}>
              <Row {...whole(service)} />
              {several(service).map((instance) => (
                <Row
                  key={instance.number}
                  {...instance}
                  name={`${service.name} #${instance.number}`}
                  className={styles.instance}
                />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps extends Pick<ServiceState, 'name' | 'since' | 'restarts' | 'pid' | 'address'> {
  readonly state: State;
  readonly inFlight?: number | undefined;
  /** How many of its instances are ready. */
  readonly ready?: string | undefined;
  readonly className?: string | undefined;
}

function Row({ name, state, ready, since, inFlight, restarts, pid, address, className }: RowProps): ReactElement {
  return (
    <tr>
      <th scope="row" title={name} className={className}>
        {name}
      </th>
      <td>
        <span className={`${styles.state} ${tones[state] ?? ''}`} title={meanings[state]}>
          {state}
        </span>{' '}
        {ready}
      </td>
      <td>
        <Moment at={since} />
      </td>
      <td className={styles.number}>{inFlight ?? '–'}</td>
      <td className={styles.number}>{restarts}</td>
      <td className={styles.number}>{pid ?? '–'}</td>
      <td>{address === undefined ? '–' : <code>{address}</code>}</td>
    </tr>
  );
}

function several({ instances = [] }: ServiceState): readonly InstanceState[] {
  return instances.length > 1 ? instances : [];
}

/** A service of several instances has neither one process nor one address. */
function whole(service: ServiceState): RowProps {
  const { name, state, since, restarts, instances } = service;
  const inFlight = instances?.reduce((sum, instance) => sum + instance.inFlight, 0);
  if (several(service).length === 0) return { ...service, inFlight };
  const ready = instances?.filter((instance) => instance.state === 'healthy').length;
  return { name, state, since, restarts, inFlight, ready: `${ready ?? 0} of ${instances?.length ?? 0}` };
}
