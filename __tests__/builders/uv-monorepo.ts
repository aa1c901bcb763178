import type { Problem } from '../../src/problem.ts'
import { checkPipelines } from '../../src/check-pipelines.ts'
import { readPipeline } from '../../src/workspace/read-pipeline.ts'
import { readUvWorkspace } from '../../src/workspace/uv-workspace.ts'
import { aCheckout } from './checkout.ts'
import { deploymentLines, usualBuild } from './pipeline.ts'
import { lines } from './text.ts'

/** The lines of uv.lock for one package. */
export function lockedLines(name: string, source: string, ...needed: readonly string[]): string[] {
  const dependencies = needed.map((each) => (each.startsWith('{') ? each : `{ name = "${each}" }`))
  return [
    ...['[[package]]', `name = "${name}"`, `source = { ${source} }`],
    `dependencies = [${dependencies.join(', ')}]`,
  ]
}

/** A uv workspace with the shared package "city" and one pipeline, "revenue", in which nothing is wrong. */
export const uvMonorepo: Readonly<Record<string, string>> = {
  'pyproject.toml': lines(
    ...['[project]', 'name = "city"', 'dependencies = ["prefect"]'],
    ...['[build-system]', 'requires = ["hatchling"]', 'build-backend = "hatchling.build"'],
    ...['[tool.hatch.build.targets.wheel]', 'packages = ["src/city"]'],
    ...['[tool.uv.workspace]', 'members = ["pipelines/*"]'],
  ),
  'uv.lock': lines(
    ...['version = 1', '[manifest]', 'members = ["city", "revenue"]'],
    ...lockedLines('city', 'editable = "."', 'prefect'),
    ...lockedLines('prefect', 'registry = "https://index.example"'),
    ...lockedLines('revenue', 'virtual = "pipelines/revenue"', 'city'),
  ),
  'src/city/__init__.py': '',
  Dockerfile: lines(
    ...['FROM python:3.13', 'COPY pyproject.toml uv.lock ./', 'COPY src src'],
    'RUN uv sync --frozen --package city',
  ),
  'pipelines/revenue/prefect.yaml': lines(...usualBuild, 'deployments:', ...deploymentLines('revenue--prod')),
  'pipelines/revenue/flow.py': lines('from city.tables import rows', 'def revenue():', '    return rows'),
  'pipelines/revenue/pyproject.toml': lines(
    ...['[project]', 'name = "revenue"', 'dependencies = ["city"]'],
    ...['[tool.uv.sources]', 'city = { workspace = true }'],
  ),
  'pipelines/revenue/Dockerfile': lines(
    ...['FROM ghcr.io/city/pipelines:latest', 'COPY pyproject.toml uv.lock ./', 'COPY src src'],
    ...['COPY pipelines/revenue/pyproject.toml pipelines/revenue/', 'RUN uv sync --frozen --package revenue'],
    'COPY pipelines/revenue pipelines/revenue',
  ),
}

/** What is found in the monorepo with some of its files replaced, or without those that are undefined. */
export async function diagnoseMonorepo(
  changed: Readonly<Record<string, string | undefined>> = {},
): Promise<readonly Problem[]> {
  const contents = Object.entries({ ...uvMonorepo, ...changed }).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text] as const],
  )
  await using checkout = await aCheckout(Object.fromEntries(contents))
  const uv = await readUvWorkspace(checkout.files)
  const pipeline = await readPipeline(checkout.files, 'revenue', { pipelinesDir: 'pipelines', uv })
  const options = { conventions: 'off', environments: [], uv } as const
  const [checked] = await checkPipelines(checkout.files, [{ ...pipeline, problems: [] }], options)
  return checked?.problems ?? []
}

/** Problems in short: `severity code path:line:column`. */
export function inShort(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, code, location }) => {
    const { path = '', line = 0, column = 0 } = location ?? {}
    return `${severity} ${code} ${path}:${line}:${column}`
  })
}
