import type { Problem } from '../../problem.ts'
import { valueAt, type TomlFile } from '../toml-file.ts'
import { normaliseName } from '../uv-workspace.ts'
import type { Diagnosis } from './diagnosis.ts'
import { namesAt, readRequirements } from './requirements.ts'

const table = ['tool', 'uv', 'sources']

/**
 * Dependencies on packages of the workspace that `[tool.uv.sources]` doesn't say so of, and the other way round. uv
 * refuses to lock either, and so `uv lock --check`. What the workspace's root says counts for all its members.
 */
export const findSourceProblems: Diagnosis = ({ project }, { workspace, root }) => {
  if (project === undefined) return []
  return readRequirements(project).flatMap((requirement): Problem[] => {
    const { name, text, keys } = requirement
    const files = root === undefined || root.path === project.path ? [project] : [project, root]
    const source = files.flatMap((file) => findSource(file, name) ?? [])[0]
    const isMember = workspace.members.has(name)
    if (source === undefined) {
      if (!isMember || text.includes('@')) return []
      return [
        {
          code: 'workspace-source-missing',
          severity: 'error',
          message: `"${text}" is a package of this repository, and ${project.path} doesn't say so: uv finds no package of that name.`,
          hint: `Add ${name} = { workspace = true } to [tool.uv.sources] of this file, run "uv lock" and commit uv.lock.`,
          location: project.locate(keys, (found) => found === text),
        },
      ]
    }
    if (isMember || !source.isWorkspace) return []
    return [
      {
        code: 'workspace-source-unknown',
        severity: 'error',
        message: `"${name}" is to be a package of this repository, but is no member of the uv workspace.`,
        hint: 'Check its [project] name, and that "members" in [tool.uv.workspace] has its folder; then run "uv lock" and commit uv.lock.',
        location: source.file.locate([...table, source.key]),
      },
    ]
  })
}

function findSource(file: TomlFile, name: string) {
  const key = namesAt(file.data, table).find((each) => normaliseName(each) === name)
  if (key === undefined) return undefined
  const value = valueAt(file.data, ...table, key)
  const sources: unknown[] = Array.isArray(value) ? value : [value]
  return { file, key, isWorkspace: sources.some((source) => valueAt(source, 'workspace') === true) }
}
