import { describe, expect, test } from '@jest/globals'
import { readImports } from '../../../src/workspace/diagnoses/python-imports.ts'
import { lines } from '../../builders/text.ts'
import { diagnoseMonorepo, inShort, lockedLines, uvMonorepo } from '../../builders/uv-monorepo.ts'

/** The root's pyproject.toml with another build tool, and the settings of that. */
function rootBuiltBy(backend: string, ...settings: string[]): Record<string, string> {
  const project = ['[project]', 'version = "1"', 'name = "city"']
  return {
    'pyproject.toml': lines(...project, '[build-system]', `build-backend = "${backend}"`, ...settings),
  }
}

describe('code that a shared package should have', () => {
  const missing = { 'src/city/__init__.py': undefined }

  test.each([
    ['a folder that is not there', missing, 'warning', 'pyproject.toml:8:13'],
    [
      'a folder without __init__.py',
      { ...missing, 'src/city/tables.py': '' },
      'warning',
      'pyproject.toml:8:13',
    ],
    [
      "hatchling's own search",
      { ...missing, ...rootBuiltBy('hatchling.build') },
      'error',
      'pyproject.toml:3:1',
    ],
    [
      "hatchling's own search, without __init__.py",
      { ...missing, 'src/city/tables.py': '', ...rootBuiltBy('hatchling.build') },
      'error',
      'pyproject.toml:3:1',
    ],
    ["uv's build tool", { ...missing, ...rootBuiltBy('uv_build') }, 'error', 'pyproject.toml:3:1'],
    [
      "uv's build tool with another module",
      rootBuiltBy('uv_build', '[tool.uv.build-backend]', 'module-name = "town"', 'module-root = ""'),
      'error',
      'pyproject.toml:3:1',
    ],
  ])('%s', async (_, files, severity, place) => {
    const found = inShort(await diagnoseMonorepo(files))
    expect(found.filter((each) => each.includes('shared-code-missing'))).toEqual([
      `${severity} shared-code-missing ${place}`,
    ])
  })

  test.each([
    ['a namespace', { ...missing, 'src/city/tables/__init__.py': '' }],
    ['a flat layout', { ...missing, 'city/__init__.py': '', ...rootBuiltBy('hatchling.build') }],
    ['one file', { ...missing, 'city.py': '', ...rootBuiltBy('hatchling.build') }],
    [
      'a folder of another name',
      { ...missing, 'lib/city/__init__.py': '', ...rootBuiltBy('hatchling.build') },
    ],
    [
      'what hatchling is told',
      { ...missing, ...rootBuiltBy('hatchling.build', '[tool.hatch.build]', 'include = ["lib"]') },
    ],
    ["uv's build tool", rootBuiltBy('uv_build')],
    [
      'a namespace for uv',
      { ...missing, ...rootBuiltBy('uv_build', '[tool.uv.build-backend]', 'namespace = true') },
    ],
    [
      'another root for uv',
      {
        ...{ ...missing, 'city/__init__.py': '' },
        ...rootBuiltBy('uv_build', '[tool.uv.build-backend]', 'module-root = ""'),
      },
    ],
    [
      'setuptools with settings',
      { ...missing, ...rootBuiltBy('setuptools.build_meta', '[tool.setuptools]') },
    ],
    ['a tool that is not known', { ...missing, ...rootBuiltBy('flit_core.buildapi') }],
    [
      'what setuptools does not find and no flow imports',
      {
        ...{ ...missing, ...rootBuiltBy('setuptools.build_meta') },
        'pipelines/revenue/flow.py': 'def revenue(): ...\n',
      },
    ],
    [
      'what setuptools finds elsewhere',
      { ...missing, 'city/__init__.py': '', ...rootBuiltBy('setuptools.build_meta') },
    ],
  ])('no problem: %s', async (_, files) => {
    const found = inShort(await diagnoseMonorepo(files))
    expect(found.filter((each) => each.includes('shared-code-missing'))).toEqual([])
  })

  test('a package that the pipeline does not need is not looked at', async () => {
    const lock = lines(
      ...lockedLines('city', 'editable = "."'),
      ...lockedLines('revenue', 'virtual = "pipelines/revenue"', 'prefect'),
    )
    const project = lines('[project]', 'name = "revenue"', 'dependencies = []')
    const files = { 'uv.lock': lock, 'pipelines/revenue/pyproject.toml': project }
    expect(
      await diagnoseMonorepo({ ...missing, ...files, 'pipelines/revenue/flow.py': 'def revenue(): ...\n' }),
    ).toEqual([])
  })
})

describe('imports of shared code that is not declared', () => {
  const undeclared = {
    'uv.lock': lines(
      ...['[manifest]', 'members = ["city", "revenue"]'],
      ...lockedLines('city', 'editable = "."'),
      ...lockedLines('revenue', 'virtual = "pipelines/revenue"', 'prefect'),
    ),
    'pipelines/revenue/pyproject.toml': lines('[project]', 'name = "revenue"', 'dependencies = ["prefect"]'),
  }
  const dockerfile = uvMonorepo['pipelines/revenue/Dockerfile'] ?? ''

  test('is a warning at the import', async () => {
    expect(inShort(await diagnoseMonorepo(undeclared))).toEqual([
      'warning shared-package-undeclared pipelines/revenue/flow.py:1:6',
    ])
  })

  test.each([
    ['the pipeline has a module of that name', { 'pipelines/revenue/city.py': '' }],
    ['the pipeline has a folder of that name', { 'pipelines/revenue/city/tables.py': '' }],
    [
      'the flow sets the path',
      { 'pipelines/revenue/flow.py': 'import sys; sys.path[:0] = "src"\nimport city\n' },
    ],
    ['the image sets the path', { 'pipelines/revenue/Dockerfile': `${dockerfile}ENV PYTHONPATH=/app/src\n` }],
    ['pip installs it', { 'pipelines/revenue/Dockerfile': `${dockerfile}RUN uv pip install .\n` }],
    [
      'the image adds to what its base has',
      { 'pipelines/revenue/Dockerfile': dockerfile.replace('--frozen', '--frozen --inexact') },
    ],
    ['the image is its base', { 'pipelines/revenue/Dockerfile': 'FROM x\nCOPY . .\n' }],
    [
      'the image installs it too',
      { 'pipelines/revenue/Dockerfile': dockerfile.replace('--frozen', '--frozen --package=city') },
    ],
    [
      'the import is only tried',
      { 'pipelines/revenue/flow.py': 'try:\n  import city\nexcept: pass\n# revenue' },
    ],
    ['a dependency has it', { 'uv.lock': uvMonorepo['uv.lock'] }],
  ])('no problem: %s', async (_, files) => {
    expect(await diagnoseMonorepo({ ...undeclared, ...files })).toEqual([])
  })
})

describe(readImports.name, () => {
  test('gives the modules at their places, and nothing of texts and comments', () => {
    const source = lines(
      ...[
        '"""A module.',
        'import wrong',
        '"""',
        'import os, city.tables as t  # , wrong',
        'from  city import (x,',
      ],
      ...[
        '    y)',
        'if True:',
        '    import late',
        "text = '''",
        'from wrong import it',
        "''' # '''",
        '# import no',
      ],
      ...['import importlib', 'from .near import z', 'imported = 1', 'import\ttabbed'],
    )
    expect(readImports(source).map(({ module, line, column }) => `${module} ${line}:${column}`)).toEqual([
      ...['os 4:8', 'city 4:12', 'city 5:7', 'importlib 13:8', 'tabbed 16:8'],
    ])
  })
})
