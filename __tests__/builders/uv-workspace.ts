import type { LockedPackage, UvWorkspace } from '../../src/workspace/uv-workspace.ts'

/** What a uv.lock tells that has these packages, all of them members of the workspace. */
export function aUvWorkspace(...names: readonly string[]): UvWorkspace {
  const packages = names.map((name): [string, LockedPackage] => [
    name,
    { name, folder: `pipelines/${name}`, isVirtual: true, hasWheels: false, dependencies: [] },
  ])
  return {
    packages: new Map(packages),
    members: new Set(names),
    lock: { path: 'uv.lock', data: {}, locate: () => ({ path: 'uv.lock', line: 1, column: 1 }) },
  }
}
