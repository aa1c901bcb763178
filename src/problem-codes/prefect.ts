import type { ProblemDocumentation } from './documentation.ts'

/** Problems of the steps' scripts, the Python environment and Prefect. */
export const prefectProblems = {
  'environment-variable-unset': {
    meaning:
      'A deployment, an image or a script uses a variable that is not set. Prefect would take an empty value.',
    example: 'image: "ghcr.io/city/visits:{{ $TAG }}"',
    remedy: "Set the variable under `env:` of the workflow's step.",
  },
  'placeholder-unknown': {
    meaning: 'A deployment, an image or a script uses a placeholder that no step before it gives.',
    example: 'image: "{{ build_image.image }}" # the step is called build-image',
    remedy: 'Check the id of the step and the name of its output.',
  },
  'prefect-answer-unexpected': {
    meaning: "The address answered something that is not Prefect's API.",
    example: 'https://my-server/work_pools/filter answered HTTP 404',
    remedy: "Correct the input `prefect-api-url`: the API's address, ending in `/api`.",
  },
  'prefect-unauthorized': {
    meaning: 'Prefect refused the credentials.',
    example: "Prefect's API at https://my-server/api refused the credentials (HTTP 401).",
    remedy:
      'Check the secret in `prefect-api-key` or `prefect-api-auth-string`: missing, mistyped or expired.',
  },
  'prefect-unreachable': {
    meaning: "Prefect's API did not answer.",
    example: "Prefect's API at https://my-server/api can't be reached: getaddrinfo ENOTFOUND my-server.",
    remedy: 'Check the input `prefect-api-url`. A server behind a VPN needs a step that joins the VPN first.',
  },
  'prefect-unusable': {
    meaning: "Prefect could not be started from the workspace's environment.",
    example: "Prefect can't be used from the workspace's environment: No module named 'prefect'.",
    remedy: 'Add `prefect` to the dependencies of the pipelines and run `uv lock`.',
  },
  'registration-conflict': {
    meaning:
      'Two pipelines have a flow of the same name and a deployment of the same name: one overwrote the other.',
    example: '@flow(name="revenue") in two pipelines, each with a deployment "daily--prod"',
    remedy: 'Rename one of the two flows or deployments, and deploy both pipelines again.',
  },
  'registration-failed': {
    meaning: 'Prefect could not register a deployment; often the flow cannot be imported.',
    example: 'Prefect couldn\'t register "visits--prod" (exit code 1). It said: …',
    remedy: 'Run `prefect deploy` for this pipeline on your machine to see it there.',
  },
  'registration-unconfirmed': {
    meaning: 'Prefect ended without an error, but its API does not have the deployment as planned.',
    example: 'The deployment "visits--prod" was not registered as planned: its image is …',
    remedy: 'Look at the deployment in Prefect; somebody else may have changed it at the same time.',
  },
  'shell-output-template': {
    meaning: 'A script printed a placeholder. Prefect would fill it in, with whatever the variable holds.',
    example: 'script: git log -1 --format=%s # the commit is called "Use {{ $TOKEN }}"',
    remedy: "Have the script print something else, such as the commit's id.",
  },
  'shell-script-failed': {
    meaning: 'A `run_shell_script` step of the build section failed.',
    example: 'run_shell_script: "git describe --tags" failed with exit code 128.',
    remedy: 'Correct the script. Prefect runs each line as a program with arguments, without a shell.',
  },
  'shell-script-invalid': {
    meaning: 'A quotation mark or a backslash is left open in a line of the script.',
    example: 'script: echo "one',
    remedy: 'Close the quotation on the same line: Prefect runs each line by itself.',
  },
  'uv-failed': {
    meaning: 'uv could not make the Python environment.',
    example: 'uv sync failed with exit code 1. No solution found …',
    remedy: 'Run the same command in the repository. A private index needs its credentials under `env:`.',
  },
  'work-pool-missing': {
    meaning: "The deployment names no work pool, or one that Prefect doesn't have.",
    example: 'work_pool:\n  name: defualt-pool',
    remedy: 'Create the work pool in Prefect, or correct its name.',
  },
} as const satisfies Record<string, ProblemDocumentation>
