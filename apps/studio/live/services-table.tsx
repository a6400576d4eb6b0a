import type { ReactElement } from 'react';
import type { ServiceState } from '#client/api';
import { Moment } from '#ui/moment.tsx';
import styles from './live-tables.module.css';

/** What each state means, for the title. */
const meanings: Readonly<Record<ServiceState['state'], string>> = {
  starting: 'Started, and not ready yet',
  healthy: 'Ready',
  restarting: 'It died, and is started again',
  stopped: 'Stopped',
  failed: 'It did not come up',
  external: 'Runs elsewhere',
  unbound: 'The profile does not say where it runs',
};

const tones: Readonly<Record<ServiceState['state'], string | undefined>> = {
  starting: styles.waiting,
  healthy: styles.good,
  restarting: styles.waiting,
  stopped: styles.quiet,
  failed: styles.bad,
  external: styles.quiet,
  unbound: styles.quiet,
};

/** Every service of the running system. */
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
            <tr key={service.name}>
              <th scope="row" title={service.name}>
                {service.name}
              </th>
              <td>
                <span className={`${styles.state} ${tones[service.state] ?? ''}`} title={meanings[service.state]}>
                  {service.state}
                </span>
              </td>
              <td>
                <Moment at={service.since} />
              </td>
              <td className={styles.number}>{service.restarts}</td>
              <td className={styles.number}>{service.pid ?? '–'}</td>
              <td>{service.address === undefined ? '–' : <code>{service.address}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
