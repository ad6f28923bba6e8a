namespace Longwatch.Registry.Store;

/// <summary>What a caller is about to do, as the audit trail will say it.</summary>
/// <param name="Command">The use case, as <c>follow-up.complete-form</c>. Constant text: never data.</param>
/// <param name="Patient">The patient concerned, when there is one.</param>
/// <param name="Reason">Why, in the caller's words; mandatory where a record is corrected or voided.</param>
/// <param name="Kind">What sort of act it is.</param>
public sealed record Act(string Command, Guid? Patient = null, string? Reason = null, ActKind Kind = ActKind.Write)
{
    public override string ToString() => Command;
}

public enum ActKind
{
    Write,
    Read,
    Sign,
    Identify,
    System,
}
