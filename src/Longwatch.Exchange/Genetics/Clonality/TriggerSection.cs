using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics.Clonality;

/// <summary>What somebody must look at, and sites that two persons share.</summary>
internal static class TriggerSection
{
    private static readonly string[] Thresholds =
    [
        "dominantShare",
        "risingShare",
        "cancerGeneShare",
        "cancerGeneWindow",
        "significance",
        "collisionChance",
    ];

    internal static Section Of(SitesResultSet result, int number)
    {
        var triggers = result.Analysis.Triggers;
        var alarms = result.Collisions.Count(c => c.Alarm);
        var persons = triggers.Select(t => t.Person).Distinct(StringComparer.Ordinal).Count();
        var answer =
            triggers.Count + alarms == 0
                ? "Nothing reached a threshold: no predominant, expanding or rising clone, none beside a cancer gene at a share that counts, and no persons who share sites beyond chance."
                : FormattableString.Invariant(
                    $"{triggers.Count} findings in {persons} of {result.Clones.Samplings.Select(s => s.Person).Distinct(StringComparer.Ordinal).Count()} persons reached a threshold; pairs of persons that share sites beyond chance: {alarms}."
                );
        return Pieces.Section(
            number,
            "triggers",
            "Findings to look at",
            "Is there a clone, or a mix-up of persons, that somebody must look at?",
            answer
        ) with
        {
            Tables =
            [
                new(
                    "triggers",
                    "Findings that reached a threshold",
                    [
                        new("finding", "Finding"),
                        new("person", "Person"),
                        new("compartment", "Compartment"),
                        new("site", "Site"),
                        new("text", "In words"),
                    ],
                    [
                        .. triggers.Select(t =>
                            Pieces.Row(t.Code.Replace('_', ' '), t.Person, t.Compartment, result.Clones.Sites[t.Site].Id, t.Text)
                        ),
                    ]
                ),
                new(
                    "shared-between-persons",
                    "Sites that two persons share, and what chance gives",
                    [
                        new("first", "Person"),
                        new("second", "And person"),
                        new("shared", "Shared sites", 0),
                        new("expected_uniform", "Expected, uniform", 6),
                        new("expected_local", "Expected, as near misses tell", 6),
                        new("p", "P by chance", 6),
                        new("alarm", "Alarm"),
                        new("sites", "Sites"),
                    ],
                    [
                        .. result
                            .Collisions.OrderBy(c => c.Chance)
                            .Select(c =>
                                Pieces.Row(
                                    c.First,
                                    c.Second,
                                    c.Shared.Count,
                                    c.Uniform,
                                    c.Local,
                                    c.Chance,
                                    c.Alarm ? "yes" : "no",
                                    string.Join(' ', c.Shared.Take(10).Select(p => result.Clones.Sites[p.First].Id))
                                )
                            ),
                    ]
                ),
            ],
            Caveats =
            [
                "Near a cancer gene does not mean that the gene is altered, or that the clone grows because of it.",
                "The share for a predominant clone is a customary figure that was not found in a regulator's text; it is a rule that can be changed.",
                "Several clones may belong to one cell lineage with several insertions: their shares then rise and fall together and are not to be added.",
            ],
            Methods =
            [
                .. Thresholds.Select(name =>
                    FormattableString.Invariant(
                        $"{name} = {result.Rules.Clones[name].Value} ({result.Rules.Clones[name].Unit}): {result.Rules.Clones[name].Source}"
                    )
                ),
            ],
        };
    }
}
