namespace Longwatch.Domain.FollowUp.Forms;

/// <summary>Edit checks of one answer that can be read.</summary>
internal static class FieldChecks
{
    public static IEnumerable<EntryProblem> Check(FormField field, string answer, EntryContext context) =>
        field.Type switch
        {
            FieldType.WholeNumber or FieldType.Number => Range(field, AnswerText.Number(answer)!.Value),
            FieldType.Date or FieldType.PartialDate => Dates(field, AnswerText.Date(answer)!.Value, context),
            _ => [],
        };

    private static IEnumerable<EntryProblem> Range(FormField field, decimal value)
    {
        var limits = field.Limits;
        if (value < limits.HardLow || value > limits.HardHigh)
            yield return new(field.Key, EntryProblemKind.Impossible, "out-of-range");
        else if (value < limits.SoftLow || value > limits.SoftHigh)
            yield return new(field.Key, EntryProblemKind.Unlikely, "unusual");
    }

    private static IEnumerable<EntryProblem> Dates(FormField field, PartialDate date, EntryContext context)
    {
        var limits = field.Limits.Dates;
        if (limits.NotFuture && date.Earliest > context.Today)
            yield return Impossible("in-the-future");
        if (limits.NotBeforeInfusion && date.Latest < context.FirstInfusion)
            yield return Impossible("before-infusion");
        if (limits.NotAfterDeath && date.Earliest > context.Death)
            yield return Impossible("after-death");
        if (limits.NotAfterVisit && date.Earliest > context.VisitDate)
            yield return Impossible("after-visit");
        if (limits.NotBeforeBirth && date.Latest < context.Birth?.Earliest)
            yield return Impossible("before-birth");

        EntryProblem Impossible(string code) => new(field.Key, EntryProblemKind.Impossible, code);
    }
}
