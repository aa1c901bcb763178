import type { ProblemDocumentation } from './documentation.ts'

/** Problems of the files of a pipeline, found by reading them. */
export const pipelineFileProblems = {
  'deployment-duplicate': {
    meaning:
      'Two deployments of one file have the same name: the later would overwrite the earlier in Prefect.',
    example: 'deployments:\n  - name: rj-sms--visits--prod\n  - name: rj-sms--visits--prod',
    remedy: 'Give each deployment a name of its own.',
  },
  'deployment-environment-unknown': {
    meaning: 'The name of a deployment ends in no environment, so no run ever deploys it.',
    example: '- name: rj-sms--visits--production # the environments are prod and staging',
    remedy: 'End the name in an environment, such as `--prod`.',
  },
  'deployment-name-template': {
    meaning: 'The name of a deployment holds a placeholder, so its environment is not known.',
    example: '- name: "visits--{{ $STAGE }}"',
    remedy: 'Write one deployment for each environment, with its name written out.',
  },
  'deployment-unnamed': {
    meaning: 'A deployment has no name. Prefect passes over it, so it is never deployed.',
    example: 'deployments:\n  - entrypoint: flow.py:visits # and no name',
    remedy: 'Give it a name that ends in its environment, or remove it.',
  },
  'entrypoint-missing': {
    meaning:
      'The file of the entrypoint does not exist, or does not mention the function. Prefect would only find out after the build.',
    example: 'entrypoint: flow.py:revenue # Prefect runs at the top of the repository',
    remedy: 'Write the path from the working directory, as in `pipelines/rj_smfp__revenue/flow.py:revenue`.',
  },
  'pipeline-name-invalid': {
    meaning: 'The name of the folder has characters that cannot stand in tags and paths.',
    example: 'pipelines/my pipeline/prefect.yaml',
    remedy: 'Use letters, digits, `_`, `-` and `.`, and begin with a letter or a digit.',
  },
  'pipeline-without-deployments': {
    meaning: 'The pipeline has no deployment for the environment of this run, so nothing is done for it.',
    example: 'rj_sms__visits has no deployment for "staging", so nothing is done for it.',
    remedy: 'Nothing, if that is intended. Otherwise add a deployment whose name ends in the environment.',
  },
  'prefect-file-empty': {
    meaning: 'The `prefect.yaml` holds nothing.',
    example: '# only a comment',
    remedy: "Describe the pipeline's deployments in it, or remove the file.",
  },
  'prefect-file-invalid': {
    meaning:
      'A value of the `prefect.yaml` has another form than Prefect takes. Prefect would skip the whole file and fail with a misleading message.',
    example: 'deployments:\n  - name: visits--prod\n    entrypoint: flow.py # no function',
    remedy: "Correct the value; Prefect's documentation of `prefect.yaml` lists what each key takes.",
  },
  'prefect-key-unknown': {
    meaning: 'Prefect does not know a key at this place, and ignores it without a word.',
    example: 'work_pol: # should be work_pool\n  name: pipelines',
    remedy: 'Correct the spelling of the key, or remove it.',
  },
  'prefect-newer-rejects': {
    meaning: 'Prefect 3.4 lets something in this file pass, for which Prefect 3.8 refuses the whole file.',
    example: 'schedules:\n  - cron: "0 6 * * *"\n    flow_run_name: daily # not a key of schedules',
    remedy: 'Correct it before Prefect is updated.',
  },
  'prefect-file-missing': {
    meaning: 'The folder has no `prefect.yaml`, so there is nothing to deploy.',
    example: 'pipelines/rj_sms__visits has no prefect.yaml.',
    remedy: 'Add the file, or remove the folder.',
  },
  'pyproject-invalid': {
    meaning: 'The `pyproject.toml` of the pipeline is not TOML, or has no `[project] name`.',
    example: '[project]\nversion = "0.1.0" # and no name',
    remedy: 'Correct the file at the line of the message.',
  },
  'pyproject-missing': {
    meaning: 'The repository is a uv workspace, and the pipeline has no `pyproject.toml`.',
    example: "pipelines/rj_sms__visits has no pyproject.toml, so uv can't install what its flow imports.",
    remedy: 'Add one with `[project] name` and `dependencies`, run `uv lock` and commit `uv.lock`.',
  },
  'schedule-invalid': {
    meaning:
      'A schedule is one that no release of Prefect takes: its cron line, interval, rule, time zone or another of its values is wrong.',
    example: 'schedules:\n  - cron: "0 25 * * *" # there is no hour 25',
    remedy: 'Correct the value that the message quotes.',
  },
  'uv-lock-invalid': {
    meaning: 'The `uv.lock` is not TOML; often a merge conflict was left in it.',
    example: '<<<<<<< HEAD\nversion = 1',
    remedy: 'Run `uv lock` and commit the file.',
  },
  'uv-lock-outdated': {
    meaning: 'The `uv.lock` is older than the `pyproject.toml` files.',
    example: 'uv.lock doesn\'t know the package "rj_sms__visits".',
    remedy: 'Run `uv lock` in the repository and commit `uv.lock`.',
  },
  'yaml-duplicate-key': {
    meaning: 'A key stands twice in the same mapping: only the last one would count.',
    example: 'work_pool:\n  name: one\n  name: two',
    remedy: 'Remove one of the two.',
  },
  'yaml-invalid': {
    meaning: 'The file is not valid YAML.',
    example: 'deployments:\n\t- name: visits--prod # indented by a tab',
    remedy: 'Correct the line of the message, or the one above it. Indent with spaces.',
  },
} as const satisfies Record<string, ProblemDocumentation>
