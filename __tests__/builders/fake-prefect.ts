import type { TemporaryFolder } from './temporary-folder.ts'
import { lines } from './text.ts'

/**
 * Writes a stand-in for the Python package `prefect` into a folder that is to be the PYTHONPATH. Its command line takes
 * the "Prefect file" for a Python program, in which `register(name)` registers a deployment.
 */
export async function writeFakePrefect(folder: TemporaryFolder): Promise<string> {
  const modules: Readonly<Record<string, string>> = {
    'prefect/__init__.py': lines(
      'import os',
      '__version__ = "9.9.9"',
      'with open(os.environ["IMPORTS"], "a") as file:',
      '    print("prefect", file=file)',
      'print("printed by an import")',
      `print('{"event": "failed", "message": "forged by an import"}')`,
    ),
    'prefect/cli/__init__.py': lines(
      'import asyncio, os, sys',
      'from prefect.deployments.runner import RunnerDeployment',
      '',
      'def register(name, **more):',
      '    asyncio.run(RunnerDeployment(name, **more).apply())',
      '',
      'def app():',
      '    with open(sys.argv[-1], encoding="utf-8") as file:',
      '        exec(compile(file.read(), sys.argv[-1], "exec"), {"register": register})',
      '    sys.exit(0)',
    ),
    'prefect/deployments/__init__.py': '',
    'prefect/deployments/runner.py': lines(
      'class RunnerDeployment:',
      '    def __init__(self, name, flow_name="a-flow", job_variables=None):',
      '        self.name, self.flow_name, self.job_variables = name, flow_name, job_variables',
      '        self.entrypoint, self.work_pool_name = "flow.py:main", "pool"',
      '',
      '    async def apply(self):',
      '        return "id-of-" + self.name',
    ),
    'prefect/logging/__init__.py': '',
    'prefect/logging/configuration.py': lines('def setup_logging():', '    pass'),
  }
  for (const [name, text] of Object.entries(modules)) await folder.write(`python/${name}`, text)
  await folder.write('imports', '')
  return `${folder.path}/python`
}
