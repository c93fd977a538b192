"""Counting votes over money, beside pabutools (GPL, so it is no part of the project or its lock file).

Run: uv run --with pabutools==1.2.3 python bench/participation.py [--size smoke|small|full]. The same elections of
../shared/data/pabulib by both, cost utilities, stop rule exhaustive (the peer's), winners compared; without
pabutools the peer is a plain count in Fractions, and it says so. Ends with 65,000 ballots of 119 projects.
"""

from __future__ import annotations

import argparse
import random
import time
from fractions import Fraction
from pathlib import Path

from wijkwerk.participation.core.elections import Ballot, Candidate, Completion, Election, Rule
from wijkwerk.participation.core.equal_shares import equal_shares
from wijkwerk.participation.core.pabulib import read_pabulib

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "pabulib"
SIZES = {
    "smoke": ["524"],
    "small": ["524", "489", "267", "605", "622", "644", "166"],
    "full": ["524", "489", "267", "605", "622", "644", "166", "289", "332", "509"],
}


def plain(path: Path) -> set[str]:
    """The winners in plain Fractions, project by project and voter by voter."""
    election = read_pabulib(path.read_text("utf-8"), path.name).election
    voters = [frozenset(one.votes) for one in election.ballots]
    costs, votes = election.costs, election.votes()
    fans = {code: [n for n, one in enumerate(voters) if code in one] for code in costs}

    def at(share: Fraction) -> list[str]:
        left, won = [share] * len(voters), list[str]()
        while True:
            best = None
            for code, people in fans.items():
                if code in won or sum(left[n] for n in people) < costs[code]:
                    continue
                paid, count = Fraction(0), len(people)
                for has in sorted(left[n] for n in people):
                    if has * count >= costs[code] - paid:
                        break
                    paid, count = paid + has, count - 1
                rate = (costs[code] - paid) / count
                key = (rate / costs[code], costs[code], -votes[code], code)
                if best is None or key < best[0]:
                    best = (key, code, rate)
            if best is None:
                return won
            for n in fans[best[1]]:
                left[n] -= min(left[n], best[2])
            won.append(best[1])

    share, best = Fraction(election.budget, len(voters)), list[str]()
    while True:
        found = at(share)
        spent = sum(costs[code] for code in found)
        if spent > election.budget:
            return set(best)
        best, share = found, share + 1
        if all(costs[c] > election.budget - spent for c in costs if c not in found and fans[c]):
            return set(best)


def by_pabutools(path: Path) -> set[str]:
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import method_of_equal_shares

    instance, profile = parse_pabulib(str(path))
    found = method_of_equal_shares(
        instance, profile.as_multiprofile(), Cost_Sat, voter_budget_increment=1
    )
    return {project.name for project in found}


def large(voters: int = 65_000, projects: int = 119, budget: int = 2_500_000) -> Election:
    """An election as large as the largest in Pabulib, drawn with a seed."""
    draw = random.Random(5)
    liked = [draw.random() ** 2 for _ in range(projects)]
    sizes = [5_000, 12_000, 20_000, 30_000, 80_000, 150_000]
    candidates = tuple(
        Candidate(str(n), draw.choice(sizes) + draw.randrange(3_000)) for n in range(projects)
    )
    ballots = tuple(
        Ballot(
            str(n), {str(p): 1 for p in draw.choices(range(projects), liked, k=draw.randint(1, 12))}
        )
        for n in range(voters)
    )
    return Election(budget, candidates, ballots)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", choices=list(SIZES), default="small")
    size = parser.parse_args().size
    try:
        import pabutools  # noqa: F401

        peer, name = by_pabutools, "pabutools"
    except ImportError:
        peer, name = plain, "plain Fractions (pabutools isn't here)"
    rule = Rule(completion=Completion.EXHAUSTIVE)
    ours = theirs = 0.0
    print(
        f"election                       ours s    peer s   ratio   (peer: {name}; processor time)"
    )
    for number in SIZES[size]:
        path = FOLDER / f"Netherlands_Amsterdam_{number}.pb"
        if not path.exists():
            print(f"{path.name}: not here, left out")
            continue
        election = read_pabulib(path.read_text("utf-8"), path.name).election
        start = time.process_time()
        result = equal_shares(election, rule)
        between = time.process_time()
        winners = peer(path)
        end = time.process_time()
        assert set(result.winners) == winners, (path.name, set(result.winners) ^ winners)
        ours, theirs = ours + between - start, theirs + end - between
        print(
            f"{path.name:30} {between - start:7.2f} {end - between:9.2f} {(end - between) / (between - start):7.0f}"
        )
    if ours:
        print(f"{'together':30} {ours:7.2f} {theirs:9.2f} {theirs / ours:7.0f}")
    election = large() if size != "smoke" else large(5_000, 40, 800_000)
    start = time.process_time()
    result = equal_shares(election, Rule())
    print(
        f"{len(election.ballots)} ballots of {len(election.candidates)} projects: {time.process_time() - start:.2f} s"
        f" ({result.steps} steps, {len(result.winners)} winners)"
    )


if __name__ == "__main__":
    main()
