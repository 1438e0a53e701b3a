from django.core.management.base import BaseCommand

from forum.guard.corpus import HALVES, LATER, Report, examples_of, measured
from forum.guard.rules import HARD, Rule


class Command(BaseCommand):
    help = "Measure the privacy guard on its examples: those it was tuned on, and those held out."

    def add_arguments(self, parser):
        parser.add_argument("--half", choices=HALVES + LATER, help="only this half of the examples")
        parser.add_argument("--mistakes", action="store_true", help="show what was missed or wrong")

    def handle(self, *, half=None, mistakes=False, **options):
        for name in [half] if half else HALVES + LATER:
            report = measured(examples_of(name))
            self._print(name, report)
            if mistakes:
                self._print_mistakes(report)

    def _print(self, half: str, report: Report):
        negative = report.examples - report.positive
        self.stdout.write(f"\n{half}: {report.positive} positive and {negative} negative examples")
        self.stdout.write(
            f"  {'rule':<18}{'level':<7}{'found':>6}{'missed':>8}{'wrong':>7}{'precision':>11}{'recall':>8}"
        )
        for rule in Rule:
            score = report.by_rule[rule]
            self.stdout.write(
                f"  {rule.value:<18}{rule.level.value:<7}{score.found:>6}{score.missed:>8}{score.wrong:>7}"
                f"{score.precision:>11.2f}{score.recall:>8.2f}"
            )
        self.stdout.write(
            f"  hard rules: recall {report.hard_recall:.3f}, false alarms {report.false_alarms:.3f}"
        )

    def _print_mistakes(self, report: Report):
        for example, found in report.mistakes:
            missed = sorted(example.rules - found)
            wrong = sorted(found - example.rules)
            mark = "!" if HARD & set((*missed, *wrong)) else " "
            self.stdout.write(f" {mark} missed {missed}, wrong {wrong}: {example.text!r}")
