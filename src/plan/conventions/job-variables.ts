import type { Deployment } from '../../workspace/pipeline.ts'

/** A value of `job_variables`, and the way to it from the deployment's entry. */
export interface JobVariable {
  readonly value: unknown
  readonly path: readonly (string | number)[]
}

const home = ['work_pool', 'job_variables']

/** The job variable of this name; undefined where there is none. */
export function jobVariable({ entry }: Deployment, name: string): unknown {
  return [...home, name].reduce<unknown>(child, entry)
}

/** All values that have this key at any depth of the job variables. */
export function findJobVariables({ entry }: Deployment, key: string): JobVariable[] {
  const found: JobVariable[] = []
  const visit = (value: unknown, path: JobVariable['path']) => {
    if (typeof value !== 'object' || value === null) return
    const isList = Array.isArray(value)
    for (const [name, inner] of Object.entries(value)) {
      const way = [...path, isList ? Number(name) : name]
      if (name === key && !isList) found.push({ value: inner, path: way })
      visit(inner, way)
    }
  }
  visit(home.reduce<unknown>(child, entry), home)
  return found
}

function child(parent: unknown, key: string): unknown {
  if (typeof parent !== 'object' || parent === null) return undefined
  return Object.entries(parent).find(([name]) => name === key)?.[1]
}
