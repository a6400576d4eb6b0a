export { type BudgetForecast, type Forecast, forecast, simulates } from './forecast.ts';
export type { Outage, Scenario } from './scenario.ts';
