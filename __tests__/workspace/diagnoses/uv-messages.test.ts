import { describe, expect, test } from '@jest/globals'
import { findNamedProject, recogniseUv } from '../../../src/workspace/diagnoses/uv-messages.ts'
import { lines } from '../../builders/text.ts'

// All of these are uv's own words, release 0.13 if nothing else is said.
const missingSource = lines(
  'error: Failed to generate package metadata for `rj-sms-clinic-visits==1.0.0 @ virtual+pipelines/rj_sms__clinic_visits`',
  '  cause: Failed to parse entry: `city-pipelines`',
  '  cause: `city-pipelines` is included as a workspace member, but is missing an entry in `tool.uv.sources` (e.g., `city-pipelines = { workspace = true }`)',
)

describe(recogniseUv.name, () => {
  test.each([
    [missingSource, 'workspace-source-missing', '"city-pipelines"'],
    [
      '  cause: `other-thing` references a workspace in `tool.uv.sources` (e.g., `other-thing = { workspace = true }`), but is not a workspace member',
      'workspace-source-unknown',
      '"other-thing"',
    ],
    ['error: Could not find root package `nope`', 'uv-package-unknown', '"nope"'],
    [
      'error: The workspace does not have a member rj-sms-clinic-visits: /app',
      'uv-package-unknown',
      '"rj-sms-clinic-visits"',
    ],
    // As older releases say it.
    ['error: Package `nope` not found in workspace', 'uv-package-unknown', '"nope"'],
    [
      '  cause: Because no-such-pkg was not found in the package registry and x depends on no-such-pkg, we can conclude',
      'uv-package-unknown',
      '"no-such-pkg"',
    ],
    [
      lines('error: Failed to build `cx-oracle==8.3.0`', '  cause: The build backend returned an error'),
      'package-unbuildable',
      'cx-oracle',
    ],
    ["ModuleNotFoundError: No module named 'pkg_resources'", 'package-unbuildable', 'A package'],
    [
      'error: Unable to find lockfile at `uv.lock`, but `--frozen` was provided. To create a lockfile, run `uv lock`',
      'dockerfile-copy-missing',
      'uv.lock',
    ],
    [
      'error: No `pyproject.toml` found in current directory or any parent directory',
      'dockerfile-copy-missing',
      'pyproject.toml',
    ],
    [
      '  cause: `/app` does not appear to be a Python project, as neither `pyproject.toml` nor `setup.py` are present in the directory',
      'dockerfile-copy-missing',
      'pyproject.toml',
    ],
    [
      '  cause: Expected a Python module at: src/city_pipelines/__init__.py',
      'shared-code-missing',
      'src/city_pipelines/__init__.py',
    ],
    ['ValueError: Unable to determine which files to ship inside the wheel', 'shared-code-missing', 'code'],
    [
      'error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.',
      'uv-lock-outdated',
      'uv.lock',
    ],
  ])('%j: %s', (said, code, named) => {
    const known = recogniseUv(said)
    expect(known?.code).toBe(code)
    expect(known?.message).toContain(named)
  })

  test.each([
    '',
    'pip needs to be updated',
    'Package foo: fine',
    "No module named 'prefect'",
    'Package `x` was built',
  ])('%j is none of them', (said) => {
    expect(recogniseUv(said)).toBeUndefined()
  })
})

describe(findNamedProject.name, () => {
  test.each([
    [missingSource, 'pipelines/rj_sms__clinic_visits/pyproject.toml'],
    ['Failed to build `city-pipelines==1.0.0 @ editable+.`', 'pyproject.toml'],
    ['Failed to build `city-pipelines @ file:///app`', undefined],
    ['Failed to build `x @ directory+/elsewhere`', undefined],
  ])('%j: %s', (said, path) => {
    expect(findNamedProject(said)).toBe(path)
  })
})
