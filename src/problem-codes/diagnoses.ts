import type { ProblemDocumentation } from './documentation.ts'

/** Troubles that repositories of this kind are known for, with uv, the Dockerfiles and the shared code. */
export const diagnosedProblems = {
  'dockerfile-copy-missing': {
    meaning:
      'The Dockerfile runs `uv sync` before the files are in the image that uv needs. It is a warning where the base image may have them, or where the image is built all the same and only lacks the code.',
    example: 'COPY pyproject.toml uv.lock ./\nRUN uv sync --frozen --package rj_sms__visits # and no src/',
    remedy:
      'Put a `COPY` of the named files above the line, and check that `.dockerignore` does not leave them out.',
  },
  'package-unbuildable': {
    meaning:
      "The pipeline needs a package that can't be built any more, such as `cx-oracle`: its setup imports `pkg_resources`, which setuptools has removed.",
    example: "ModuleNotFoundError: No module named 'pkg_resources'",
    remedy:
      'Depend on the package that took its place (`oracledb` for `cx-oracle`). If another package asks for it, take it out by `override-dependencies` in `[tool.uv]`. Then run `uv lock` and commit `uv.lock`: an override counts only from then on.',
  },
  'shared-code-missing': {
    meaning:
      "The code of a package of the repository isn't where its `pyproject.toml` has it, or has no `__init__.py`.",
    example:
      '[tool.hatch.build.targets.wheel]\npackages = ["src/city_pipeline"] # the folder is city_pipelines',
    remedy: 'Add the `__init__.py` of the message, or correct the place in `pyproject.toml`.',
  },
  'shared-package-undeclared': {
    meaning:
      'The flow imports code of the repository, and its own `pyproject.toml` does not depend on it: `uv sync` will leave it out of the image.',
    example: 'from city_pipelines.tables import read_rows # and dependencies = ["prefect"]',
    remedy:
      'Add the package to `dependencies`, and `{ workspace = true }` for it to `[tool.uv.sources]`; then run `uv lock`.',
  },
  'uv-package-unknown': {
    meaning: 'uv finds no package of that name, neither in the workspace nor in its package index.',
    example: 'error: Could not find root package `rj_sms__visit`',
    remedy:
      'Correct the name. A package of the repository must be a member in `[tool.uv.workspace]`, have `{ workspace = true }` in `[tool.uv.sources]`, and be in `uv.lock`.',
  },
  'workspace-member-missing': {
    meaning: 'The pipeline is no member of the uv workspace, so `uv lock` leaves it out.',
    example:
      '[tool.uv.workspace]\nmembers = ["pipelines/rj_sms*"] # and the folder is pipelines/rj_smfp__revenue',
    remedy: 'Correct `members` or `exclude`, run `uv lock` and commit `uv.lock`.',
  },
  'workspace-source-missing': {
    meaning:
      'The pipeline depends on a package of the repository without saying so. uv then refuses to lock, or looks for it in the package index.',
    example: 'dependencies = ["city-pipelines"] # and no [tool.uv.sources]',
    remedy: 'Add `city-pipelines = { workspace = true }` to `[tool.uv.sources]`, and run `uv lock`.',
  },
  'workspace-source-unknown': {
    meaning: '`{ workspace = true }` is said of a package that is no member of the workspace.',
    example: '[tool.uv.sources]\ncity-pipeline = { workspace = true } # the package is city-pipelines',
    remedy: 'Correct the name, or add its folder to `members` in `[tool.uv.workspace]`; then run `uv lock`.',
  },
} satisfies Record<string, ProblemDocumentation>
