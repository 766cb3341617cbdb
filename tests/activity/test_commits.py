"""A person's own commits of the last days, read from real repositories, friendly and hostile."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from interview_cli.activity import commits
from interview_cli.activity.commits import MOST_COMMITS, Author, author_of, diff_of, history_of
from interview_cli.activity.repository import Repository
from interview_cli.errors import UsageError
from tests.activity.conftest import BOB, NOW


def history(repo, *, days=7, given=""):
    repository = Repository(repo.folder)
    return history_of(repository, author_of(repository, given), NOW, days)


def subjects(repo, **options):
    return [commit.subject.text for commit in history(repo, **options).commits]


# ---------------------------------------------------------------------- whose commits


def test_only_the_persons_own_commits_of_these_days_are_read(repo):
    repo.commit("Long ago", ["a.py"], days=30)
    repo.commit("Add a cache for roles", ["src/roles.py", "tests/test_roles.py"], days=3)
    repo.commit("Somebody else's work", ["b.py"], days=2, author=BOB)
    repo.commit("Fix the race in expiry", ["src/expiry.py"], days=1)
    found = history(repo).commits
    assert [commit.subject.text for commit in found] == ["Fix the race in expiry", "Add a cache for roles"]
    assert found[1].files == ("src/roles.py", "tests/test_roles.py")
    assert found[0].at == NOW - timedelta(days=1)
    assert found[0].id.startswith(found[0].short_id)
    assert subjects(repo, days=2) == ["Fix the race in expiry"]


def test_commits_under_another_address_count_when_the_name_is_the_same(repo):
    repo.commit("From the web page", ["a.py"], author=("Ann Lee", "ann@users.noreply.example.org"))
    repo.commit("Another Ann", ["b.py"], author=("Ann Leeds", "leeds@example.org"))
    assert subjects(repo) == ["From the web page"]


def test_an_author_can_be_named_by_a_part_of_name_or_address_in_any_case(repo):
    repo.commit("Ann's", ["a.py"])
    repo.commit("Bob's", ["b.py"], author=BOB)
    assert subjects(repo, given="BOB@example") == ["Bob's"]
    assert subjects(repo, given="bob ray") == ["Bob's"]
    # The name is no pattern.
    assert subjects(repo, given="b.b") == []


@pytest.mark.parametrize("given", ["--all", "-x", ".*", "$(touch x)", "a\tb", "Ann\nLee"])
def test_a_named_author_is_never_an_option_nor_a_pattern(repo, given):
    repo.commit("Ann's", ["a.py"])
    if given.isprintable():
        assert subjects(repo, given=given) == []
    else:
        with pytest.raises(UsageError, match="name or an e-mail"):
            subjects(repo, given=given)


def test_a_mailmap_joins_the_addresses_of_one_person(repo):
    (repo.folder / ".mailmap").write_text("Ann Lee <ann@example.org> <old@example.org>\n")
    repo.commit("With the old address", ["a.py"], author=("A. L.", "old@example.org"))
    assert subjects(repo) == ["With the old address"]


def test_who_is_meant_is_told_as_git_writes_it(repo):
    assert str(author_of(Repository(repo.folder))) == "Ann Lee <ann@example.org>"
    assert str(Author(given="bob")) == "bob"


def test_a_repository_that_does_not_know_the_person_says_how_to_name_them(make_repo, tmp_path, monkeypatch):
    monkeypatch.chdir(make_repo("unknown", known=False).folder)
    with pytest.raises(UsageError) as error:
        author_of(Repository(Path()))
    assert error.value.message.endswith("does not know who you are in " + str(tmp_path / "unknown") + ".")
    assert "--git-author" in error.value.hint


# ---------------------------------------------------------------------- which commits


def test_merges_and_copies_on_other_branches_are_left_out_and_branches_not_checked_out_count(repo):
    repo.commit("Begin", ["a.py"], days=3)
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit("On the side", ["b.py"], days=2)
    repo.git("checkout", "--quiet", "main")
    repo.commit("On main", ["c.py"], days=1.5)
    repo.git("checkout", "--quiet", "-b", "copy", "main~1")
    repo.git("cherry-pick", "side", GIT_COMMITTER_DATE=(NOW - timedelta(days=1)).isoformat())
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merge it", "side", GIT_COMMITTER_DATE=NOW.isoformat())
    repo.git("checkout", "--quiet", "--detach")
    assert sorted(subjects(repo)) == ["Begin", "On main", "On the side"]


def test_a_commit_rebased_today_is_of_the_day_it_was_written(repo):
    old = (NOW - timedelta(days=90)).isoformat()
    repo.commit("Now", ["a.py"])
    repo.git(
        "commit",
        "--allow-empty",
        "-m",
        "Written long ago",
        GIT_AUTHOR_DATE=old,
        GIT_COMMITTER_DATE=NOW.isoformat(),
    )
    assert subjects(repo) == ["Now"]


@pytest.mark.parametrize("committed", [0, 30])
def test_a_commit_that_was_committed_long_ago_hides_none_of_those_below_it(repo, committed):
    repo.commit("Yesterday's work", ["a.py"], days=1)
    for name in ("Skewed", "Skewed too"):
        early = (NOW - timedelta(days=committed or 5_000)).isoformat()
        written = (NOW - timedelta(days=0.5)).isoformat()
        repo.git(
            *("commit", "--allow-empty", "-m", name),
            **{"GIT_AUTHOR_DATE": written, "GIT_COMMITTER_DATE": early},
        )
    repo.git(
        *("commit", "--allow-empty", "-m", "Written and committed long ago"),
        **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), early),
    )
    assert subjects(repo) == ["Skewed too", "Skewed", "Yesterday's work"]


def test_a_long_history_of_others_is_looked_through_to_its_bound_and_told_only_where_it_is_recent(
    repo, monkeypatch
):
    monkeypatch.setattr(commits, "MOST_WALKED", 100)
    repo.import_commits((b"Change number %d" % number for number in range(150)), author=BOB)
    assert history(repo).cut
    assert not history_of(Repository(repo.folder), Author(given="ann"), NOW + timedelta(days=30), 7).cut


def test_a_commit_from_the_future_is_of_now(repo):
    repo.commit("Ahead", ["a.py"], days=-400)
    assert history(repo).commits[0].at == NOW


def test_a_repository_without_commits_has_none(repo):
    assert history(repo).commits == ()


def test_folders_inside_worktrees_and_bare_repositories_are_read_alike(repo, tmp_path):
    repo.commit("Add a cache", ["src/cache.py"])
    repo.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    repo.git("clone", "--quiet", "--bare", str(repo.folder), str(tmp_path / "bare.git"))
    for folder in (repo.folder / "src", tmp_path / "tree", tmp_path / "bare.git"):
        repository = Repository(folder)
        found = history_of(repository, Author(given="ann"), NOW, 7)
        assert [commit.subject.text for commit in found.commits] == ["Add a cache"]


def test_of_very_many_commits_the_newest_are_read_and_the_cut_is_told(repo):
    repo.import_commits(b"Change number %d" % number for number in range(1200))
    found = history(repo)
    assert found.cut
    assert len(found.commits) == MOST_COMMITS
    assert found.commits[0].subject.text == "Change number 1199"
    assert found.commits[0].files == ("src/file1199.py",)


# ---------------------------------------------------------------------- what they say


def test_trailers_and_other_peoples_names_stay_behind(repo):
    repo.commit(
        "Add a cache\n\nLoading took 4 s.\nNote: only for roles.\n\n"
        "Co-authored-by: Bob Ray <bob@example.org>\nSigned-off-by: Ann <a@x>\nChange-Id: I123\nFixes: #12\n",
        ["a.py"],
    )
    assert history(repo).commits[0].body == "Loading took 4 s.\nNote: only for roles."


def test_hostile_messages_keep_their_place_and_lose_their_codes(repo):
    repo.commit(
        "Add \x1b[31mred\x1b[0m \x1b]0;owned\x07 text\x1e\x1f and more\r\n\r\nBody\x08\n\n\x1b[2Jdone",
        ["a.py"],
    )
    repo.commit(f"Plain\n\n{'0' * 40}\n", ["c\nd.py", 'e"f\t.py', "-n", "日本.py"])
    plain, hostile = history(repo).commits
    assert (hostile.subject.text, hostile.body) == ("Add red text and more", "Body\n\ndone")
    assert set(plain.files) == {"c d.py", 'e"f .py', "-n", "日本.py"}


def test_bytes_that_are_no_text_are_left_out(repo):
    repo.import_commits([b"Fix caf\xe9 and \xff\xfe names\n\n\x80\x81 body"])
    [commit] = history(repo).commits
    assert (commit.subject.text, commit.body) == ("Fix caf and names", "body")


def test_a_message_in_another_encoding_is_read_as_it_was_meant(repo):
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repo.commit("Prüfe die Größe", ["a.py"], encoding="iso-8859-1")
    assert subjects(repo) == ["Prüfe die Größe"]


def test_a_huge_message_takes_no_more_than_its_share(repo):
    repo.import_commits([b"First", b"Huge\n\n" + b"word " * 200_000, b"Last"])
    last, huge, first = history(repo).commits
    assert [one.subject.text for one in (last, huge, first)] == ["Last", "Huge", "First"]
    assert len(huge.body) <= 20_000


def test_more_than_can_be_read_is_cut_and_the_commits_before_it_count(repo):
    repo.import_commits([b"First", b"Endless\n\n" + b"w" * 20_000_000, b"Last"])
    found = history(repo)
    assert found.cut
    assert [commit.subject.text for commit in found.commits] == ["Last"]


def test_changed_lines_are_read_only_when_asked_for(repo):
    repo.commit("Add", ["a.py"], days=2)
    (repo.folder / "a.py").write_text("limit = 10\n")
    repo.git("add", "a.py")
    repo.commit("Limit it")
    commit = history(repo).commits[0]
    assert "limit = 10" not in f"{commit.subject} {commit.body} {commit.files}"
    assert "+limit = 10" in diff_of(Repository(repo.folder), commit, 4000)


# ---------------------------------------------------------------------- nothing runs, nothing is written


def test_no_program_that_a_repository_names_is_run(repo, tmp_path, monkeypatch):
    ran = tmp_path / "ran"
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\necho $0 $@ >> {ran}\ncat\n")
    program.chmod(0o700)
    (repo.folder / ".gitattributes").write_text("*.py diff=evil filter=evil\n")
    repo.commit("Add a cache", [".gitattributes"], days=2)
    repo.commit("Change it", ["a.py"])
    unsigned = repo.git("cat-file", "commit", "HEAD")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----\n"
    signed = unsigned.replace("\n\n", f"\n{signature}\n", 1).encode()
    repo.git(
        "reset", "--soft", repo.git("hash-object", "-t", "commit", "-w", "--stdin", typed=signed).strip()
    )
    for name in (
        *("core.fsmonitor", "core.pager", "pager.log", "pager.config", "core.editor", "core.sshCommand"),
        *(
            "diff.external",
            "diff.evil.command",
            "diff.evil.textconv",
            "filter.evil.clean",
            "filter.evil.smudge",
        ),
        *("gpg.program", "gpg.ssh.program", "credential.helper", "core.alternateRefsCommand"),
        *("alias.log", "alias.config", "alias.rev-parse", "alias.diff-tree", "core.askPass"),
    ):
        repo.git("config", name, f"!{program}" if name.startswith("alias") else str(program))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "core.hooksPath", str(tmp_path))
    repo.git("config", "core.gitProxy", str(program))
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (tmp_path / hook).symlink_to(program)
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR", "PAGER"):
        monkeypatch.setenv(name, str(program))
    found = history(repo).commits
    assert [commit.subject.text for commit in found] == ["Change it", "Add a cache"]
    assert "+" in diff_of(Repository(repo.folder), found[0], 4000)
    assert not ran.exists()


def test_the_environment_of_git_leads_nowhere_else(repo, make_repo, monkeypatch):
    other = make_repo("other")
    other.commit("In the other one", ["a.py"])
    repo.commit("Here", ["a.py"])
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.email")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "bob@example.org")
    assert subjects(repo) == ["Here"]


def test_a_repository_that_would_fetch_what_it_lacks_does_not(repo, tmp_path):
    repo.commit("Add a cache", ["a.py"])
    ran = tmp_path / "fetched"
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "remote.origin.promisor", "true")
    repo.git("config", "remote.origin.url", f"ext::sh -c touch% {ran}")
    repo.git("config", "protocol.ext.allow", "always")
    tree = repo.git("rev-parse", "HEAD^{tree}").strip()
    (repo.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(UsageError, match="cannot read the history"):
        history(repo)
    assert not ran.exists()


def test_reading_changes_nothing_in_a_repository(repo):
    repo.commit("Add a cache", ["a.py"])
    before = {path: path.stat().st_mtime_ns for path in sorted(repo.folder.rglob("*"))}
    history(repo)
    assert {path: path.stat().st_mtime_ns for path in sorted(repo.folder.rglob("*"))} == before


# ---------------------------------------------------------------------- what cannot be read


def test_a_folder_that_is_no_repository_or_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="is no git repository"):
        Repository(tmp_path)
    with pytest.raises(UsageError, match="There is no folder"):
        Repository(tmp_path / "nowhere")


def test_without_git_one_is_told_so(repo, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{tmp_path / 'empty'}{os.pathsep}.{os.pathsep}relative")
    (repo.folder / "git").write_text("#!/bin/sh\nexit 0\n")
    (repo.folder / "git").chmod(0o700)
    monkeypatch.chdir(repo.folder)
    with pytest.raises(UsageError, match="Git is not installed"):
        Repository(Path())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else_is_not_trusted_and_the_way_out_is_told(repo):
    repo.commit("Add a cache", ["a.py"])
    for path in [repo.folder, *repo.folder.rglob("*")]:
        os.chown(path, 12345, 12345)
    with pytest.raises(UsageError) as error:
        Repository(repo.folder)
    assert "belongs to somebody else" in error.value.message
    assert f"safe.directory {repo.folder}" in error.value.hint


def test_a_damaged_repository_is_told_in_one_line(repo):
    repo.commit("Add a cache", ["a.py"])
    (repo.folder / ".git" / "HEAD").write_text("garbage")
    with pytest.raises(UsageError) as error:
        history(repo)
    assert "\n" not in error.value.message
