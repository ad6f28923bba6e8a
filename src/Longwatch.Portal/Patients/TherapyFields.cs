using Longwatch.Domain.Treatment;
using Longwatch.Exchange;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>The fields of a course of other therapy.</summary>
internal static class TherapyFields
{
    /// <summary>Field of the form by code of refusal.</summary>
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("therapy.start", "start"),
        ("rule.start-date", "start"),
        ("therapy.agent", "agent"),
        ("record.reason", "reason"),
    ];

    internal static TherapyFacts? Read(FormInput form, TimeProvider clock)
    {
        var (start, kind, agent) = (
            form.Day("start", DayRange.UntilToday(clock), required: true),
            form.OneOf<TherapyKind>("kind", required: true),
            form.Line("agent", 100)
        );
        return start is { } day && kind is { } known ? new(day, known, agent) : null;
    }

    internal static (string Name, string? Value)[] Show(TherapyRow row) =>
        [("kind", Codes.Of(row.Kind)), ("start", Days.Text(row.Start)), ("agent", row.Agent)];
}
