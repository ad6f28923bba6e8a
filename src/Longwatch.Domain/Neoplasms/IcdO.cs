namespace Longwatch.Domain.Neoplasms;

/// <summary>The form of ICD-O-3 codes, and the one division of them that is certain.</summary>
/// <remarks>
/// Source: WHO International Classification of Diseases for Oncology, third edition: morphology 8000 to 9992 with behaviour 0, 1, 2, 3, 6 or 9;
/// topography C00.0 to C80.9. Haematopoietic and lymphoid neoplasms have morphology 9590 to 9992 (so too the SEER Hematopoietic and Lymphoid
/// Neoplasm Coding Manual). Whether a single code exists is not checked.
/// </remarks>
public static class IcdO
{
    private const int FirstMorphology = 8000;
    private const int FirstHaematopoietic = 9590;
    private const int LastMorphology = 9992;
    private const int LastTopography = 80;

    /// <summary><c>9702/3</c>: four digits, a slash, the behaviour.</summary>
    public static bool IsMorphology(string code) =>
        code is { Length: 6 }
        && code[4] == '/'
        && code[5] is '0' or '1' or '2' or '3' or '6' or '9'
        && Number(code.AsSpan(0, 4)) is >= FirstMorphology and <= LastMorphology;

    /// <summary><c>C77.9</c>: C, two digits, a point, a digit.</summary>
    public static bool IsTopography(string code) =>
        code is { Length: 5 }
        && code[0] == 'C'
        && code[3] == '.'
        && char.IsAsciiDigit(code[4])
        && Number(code.AsSpan(1, 2)) is >= 0 and <= LastTopography;

    /// <summary>True for a haematopoietic or lymphoid neoplasm. The code must be a morphology.</summary>
    public static bool IsHaematopoietic(string morphology) => Number(morphology.AsSpan(0, 4)) >= FirstHaematopoietic;

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return -1;
            number = (10 * number) + (c - '0');
        }

        return number;
    }
}
