// What somebody on call looks at: what waits to be sent, how full live budgets are, when each job last did its work.
export { type HouseFigures, houseFigures } from './queries-figures.ts'
