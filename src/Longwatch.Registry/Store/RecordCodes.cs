using System.Security.Cryptography;

namespace Longwatch.Registry.Store;

/// <summary>Keys of records that are made here, as files carry them: random, without meaning, easy to read aloud.</summary>
internal static class RecordCodes
{
    /// <summary>No vowels and no look-alikes: no words arise, and 0 is not taken for O.</summary>
    private const string Letters = "23456789BCDFGHJKMNPQRSTVWXYZ";

    private const int Length = 10;

    /// <summary>For example <c>SP-7K2M9QXW4D</c>; 28^10 possibilities, and the database refuses a second one.</summary>
    public static string New(string prefix) => $"{prefix}-{RandomNumberGenerator.GetString(Letters, Length)}";
}
