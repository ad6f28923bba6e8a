namespace Longwatch.Portal.Shell.Forms;

/// <summary>What a field of a form takes.</summary>
public enum FieldKind
{
    Text,

    /// <summary>Several lines.</summary>
    Prose,
    Integer,
    Number,

    /// <summary>A day, as year-month-day.</summary>
    Day,

    /// <summary>Year, month or day, as text.</summary>
    PartialDay,

    /// <summary>One of the choices, from a list that opens.</summary>
    Select,

    /// <summary>One of few choices, all visible.</summary>
    Radio,

    /// <summary>One box to tick; posts <c>true</c>.</summary>
    Check,

    /// <summary>Any of the choices; the field is posted once for each.</summary>
    Checks,
    Email,
    Password,

    /// <summary>A code of digits, such as a one-time password.</summary>
    Code,
    File,
}
