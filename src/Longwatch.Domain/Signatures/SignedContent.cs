using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Longwatch.Domain.Signatures;

/// <summary>What is signed, as bytes that two machines agree on: named fields in a fixed order, each with its length.</summary>
/// <remarks>
/// The length before each text makes the form unambiguous: no two contents have the same bytes. SHA-256 over it is what a signature is bound to
/// (21 CFR 11.70: a signature is linked to its record so that it cannot be carried to another).
/// </remarks>
public sealed class SignedContent
{
    private readonly StringBuilder text = new();

    /// <summary>Begins the content.</summary>
    /// <param name="kind">What is signed, for example <c>causality.verdict/1</c>; a change of the fields raises the number.</param>
    public SignedContent(string kind) => Add("kind", kind);

    /// <summary>Adds a field; null is not the same as empty.</summary>
    public SignedContent Add(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        text.Append(CultureInfo.InvariantCulture, $"{name.Length}:{name}=");
        if (value is null)
            text.Append("-;");
        else
            text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value};");
        return this;
    }

    /// <summary>Adds a list; its order counts.</summary>
    public SignedContent Add(string name, IEnumerable<string> values)
    {
        ImmutableArray<string> all = [.. values];
        Add(name, all.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var value in all)
            Add(name, value);
        return this;
    }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
