using System.Collections.Immutable;

namespace Longwatch.Domain.FollowUp.Forms;

/// <summary>When something is shown, needed or checked: a condition on answers given earlier in the form.</summary>
public abstract record Condition
{
    private Condition() { }

    public static Condition Always { get; } = new All([]);

    public static Condition Never { get; } = new Any([]);

    /// <summary>The keys of the fields on which it depends.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>Whether it holds for the answers; a field that is hidden or empty has no answer.</summary>
    public abstract bool Holds(IReadOnlyDictionary<string, string> answers);

    /// <summary>True when the answer is one of the values; for a field of several codes, when one of its codes is.</summary>
    public sealed record AnswerIs(string Key, ImmutableArray<string> Values) : Condition
    {
        public override IEnumerable<string> Keys => [Key];

        public override bool Holds(IReadOnlyDictionary<string, string> answers) =>
            answers.TryGetValue(Key, out var answer) && answer.Split(',').Any(a => Values.Contains(a, StringComparer.Ordinal));
    }

    public sealed record Answered(string Key) : Condition
    {
        public override IEnumerable<string> Keys => [Key];

        public override bool Holds(IReadOnlyDictionary<string, string> answers) => answers.ContainsKey(Key);
    }

    /// <summary>All of them; of an empty list, always.</summary>
    public sealed record All(ImmutableArray<Condition> Of) : Condition
    {
        public override IEnumerable<string> Keys => Of.SelectMany(c => c.Keys);

        public override bool Holds(IReadOnlyDictionary<string, string> answers) => Of.All(c => c.Holds(answers));
    }

    /// <summary>At least one of them; of an empty list, never.</summary>
    public sealed record Any(ImmutableArray<Condition> Of) : Condition
    {
        public override IEnumerable<string> Keys => Of.SelectMany(c => c.Keys);

        public override bool Holds(IReadOnlyDictionary<string, string> answers) => Of.Any(c => c.Holds(answers));
    }
}
