using System.Collections.Immutable;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Treatment;

namespace Longwatch.Exchange.FollowUp;

/// <summary>Reads a schedule of follow-up. The format is described in docs/formats/schedules.md.</summary>
public static class ScheduleReader
{
    public const string Format = "longwatch-schedule/1";

    /// <summary>Reads one file; all of its problems come in one pass.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    public static DefinitionRead<Schedule> Read(string file, ReadOnlyMemory<byte> json) =>
        DefinitionJson.Read(
            file,
            json,
            Format,
            (reader, root) =>
            {
                var schedule = Schedule(reader, root);
                return (schedule, ScheduleRules.Check(schedule));
            }
        );

    private static Schedule Schedule(DefinitionJson json, JsonPart root)
    {
        json.Only(root, "format", "id", "version", "title", "assignment", "source", "applies_to", "lost", "activities");
        var source = json.Source(root, "source");
        return new(
            json.Id(root, "id"),
            json.Int(root, "version", 1, 10_000),
            json.Text(root, "title", 200),
            json.Code<ScheduleAssignment>(root, "assignment"),
            source,
            Applies(json, root),
            Lost(json, root),
            [.. json.List(root, "activities").Select(a => Activity(json, a, source))]
        );
    }

    private static AppliesTo Applies(DefinitionJson json, JsonPart root)
    {
        if (root.Get("applies_to") is not { } part)
            return AppliesTo.Everyone;
        json.Only(part, "products", "vectors", "centres", "groups", "risk_from");
        return new(
            json.Texts(part, "products"),
            [.. json.Texts(part, "vectors").Select(v => json.Code<VectorFamily>(part.At("vectors"), v))],
            json.Texts(part, "centres"),
            json.Texts(part, "groups")
        )
        {
            RiskFrom = json.Share(part, "risk_from"),
        };
    }

    private static LossCriterion? Lost(DefinitionJson json, JsonPart root)
    {
        if (root.Get("lost") is not { } part)
            return null;
        json.Only(part, "without_contact", "failed_attempts", "source");
        return new(json.Period(part, "without_contact"), json.Int(part, "failed_attempts", 0, 100), json.Source(part, "source"));
    }

    private static Activity Activity(DefinitionJson json, JsonPart part, RuleSource otherwise)
    {
        json.Only(
            part,
            "code",
            "title",
            "kind",
            "anchor",
            "on_reinfusion",
            "on_transplant",
            "satisfied_by",
            "ended_by",
            "source",
            "points",
            "recurrences"
        );
        return new(
            json.Id(part, "code"),
            json.Text(part, "title", 200),
            json.Code<ActivityKind>(part, "kind"),
            new(
                json.Code<AnchorKind>(part, "anchor"),
                json.Code<ReAnchoring>(part, "on_reinfusion"),
                json.Code<ReAnchoring>(part, "on_transplant")
            ),
            Ids(json, part, "satisfied_by"),
            Ids(json, part, "ended_by"),
            part.Get("source") is null ? otherwise : json.Source(part, "source"),
            [.. json.List(part, "points").Select(p => Point(json, p))],
            [.. json.List(part, "recurrences").Select(r => Recurrence(json, r))]
        );
    }

    private static TimePoint Point(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "label", "due", "opens", "closes", "grace");
        return new(
            json.Text(part, "label", 60),
            json.Period(part, "due"),
            json.Period(part, "opens"),
            json.OptionalPeriod(part, "closes"),
            json.OptionalPeriod(part, "grace") ?? default
        );
    }

    private static Recurrence Recurrence(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "from", "until", "every", "opens_before", "closes_after", "grace");
        return new(
            json.Period(part, "from"),
            json.OptionalPeriod(part, "until"),
            json.Period(part, "every"),
            json.Period(part, "opens_before"),
            json.OptionalPeriod(part, "closes_after"),
            json.OptionalPeriod(part, "grace") ?? default
        );
    }

    private static ImmutableArray<string> Ids(DefinitionJson json, JsonPart part, string name)
    {
        var ids = json.Texts(part, name);
        foreach (var id in ids)
            json.CheckId(part.At(name), id);
        return ids;
    }
}
