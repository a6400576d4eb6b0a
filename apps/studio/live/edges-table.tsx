import type { ReactElement } from 'react';
import type { EdgeState } from '#client/api';
import { BreakerState } from './breaker-state.tsx';
import styles from './live-tables.module.css';
import { count, failureShare, latency } from './measures.ts';

/** Every edge of the running system, with what it has carried since the system came up. */
export function EdgesTable({ edges }: { readonly edges: readonly EdgeState[] }): ReactElement {
  return (
    <section className={styles.scroll} aria-label="Edges">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Edge</th>
            <th scope="col">Breaker</th>
            <th scope="col" className={styles.number}>
              Requests
            </th>
            <th scope="col" className={styles.number}>
              Failures
            </th>
            <th scope="col" className={styles.number}>
              In flight
            </th>
            <th scope="col" className={styles.number}>
              p50
            </th>
            <th scope="col" className={styles.number}>
              p99
            </th>
            <th scope="col" className={styles.number}>
              Timeout
            </th>
            <th scope="col">Listens at</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <EdgeRow key={edge.name} edge={edge} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function EdgeRow({ edge }: { readonly edge: EdgeState }): ReactElement {
  const share = failureShare(edge.failures, edge.requests);
  return (
    <tr>
      <th scope="row" title={`${edge.from} → ${edge.to}`}>
        <span className={styles.edge}>
          <span>{edge.from}</span>
          <span aria-hidden="true">→</span>
          <span className="unseen">to</span>
          <span>{edge.to}</span>
        </span>
        <span className={styles.protocol}>{edge.protocol}</span>
      </th>
      <td>
        <BreakerState breaker={edge.breaker} />
      </td>
      <td className={styles.number}>{count(edge.requests)}</td>
      <td className={`${styles.number} ${edge.failures > 0 ? styles.bad : ''}`}>
        {count(edge.failures)}
        {share === undefined ? null : <small>{share}</small>}
      </td>
      <td className={styles.number}>{count(edge.inFlight)}</td>
      <td className={styles.number}>{latency(edge.p50Ms)}</td>
      <td className={styles.number}>{latency(edge.p99Ms)}</td>
      <td className={styles.number}>{latency(edge.timeoutMs)}</td>
      <td>
        <code>{edge.address}</code>
      </td>
    </tr>
  );
}
