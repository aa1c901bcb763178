import { conventionsPath, type ConventionRule } from './conventions.ts'

/** Deployments use the work pools that the repository has agreed on. */
export const workPool: ConventionRule = ({ deployments }, { conventions }) => {
  const pools = conventions['work-pools']
  if (pools === false) return []
  return deployments.flatMap(({ name, workPool: pool, workPoolLocation }) => {
    if (pool === undefined || pool.includes('{{') || pools.includes(pool)) return []
    return {
      code: 'convention-work-pool',
      severity: 'warning',
      message: `The deployment "${name}" uses the work pool "${pool}".`,
      hint: `Use ${pools.join(' or ')}, or add the pool to "work-pools" in ${conventionsPath}.`,
      location: workPoolLocation,
    }
  })
}
