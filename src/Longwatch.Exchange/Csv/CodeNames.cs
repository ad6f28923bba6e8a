using System.Collections.Immutable;
using System.Text;
using Longwatch.Domain.Evidence;

namespace Longwatch.Exchange.Csv;

/// <summary>The codes of an enumeration in files: member names in lower_snake_case (<c>LargeBCellLymphoma</c> is <c>large_b_cell_lymphoma</c>).</summary>
internal static class CodeNames<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly byte[][] Bytes = [.. Values.Select(v => Encoding.UTF8.GetBytes(CodeName.Of(v)))];

    public static ImmutableArray<string> All { get; } = [.. Values.Select(v => CodeName.Of(v))];

    /// <summary>The code of a member as bytes.</summary>
    public static ReadOnlySpan<byte> Of(T value) => Bytes[Array.IndexOf(Values, value)];

    public static bool TryParse(ReadOnlySpan<byte> code, out T value)
    {
        for (var i = 0; i < Bytes.Length; i++)
            if (code.SequenceEqual(Bytes[i]))
            {
                value = Values[i];
                return true;
            }

        value = default;
        return false;
    }
}

internal static class CodeName
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        value is EvidenceTag tag
            ? tag switch
            {
                EvidenceTag.Seen => "V",
                EvidenceTag.SeenSecondhand => "V2",
                EvidenceTag.Unverified => "MK",
                EvidenceTag.Derived => "D",
                EvidenceTag.Rejected => "X",
                _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Not an evidence tag."),
            }
            : Snake(value.ToString());

    private static string Snake(string name)
    {
        var code = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && (char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]))))
                code.Append('_');
            code.Append(char.ToLowerInvariant(name[i]));
        }

        return code.ToString();
    }
}
