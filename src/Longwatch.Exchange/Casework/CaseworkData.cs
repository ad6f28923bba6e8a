using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Longwatch.Domain.Assays;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Casework;

/// <summary>What casework rests on: checklist, assays, contacts of the manufacturers and the causality scale, each with version and source.</summary>
/// <param name="Duty">The duty to contact the manufacturer, in the words of its source.</param>
public sealed record CaseworkData(
    ChecklistDefinition Checklist,
    ImmutableArray<Assay> Assays,
    string AssaysVersion,
    ImmutableArray<ManufacturerContact> Contacts,
    string Duty,
    string DutySource,
    CausalityScale Scale
)
{
    /// <summary>The data that travel in this assembly (data/casework).</summary>
    public static CaseworkData Shipped { get; } =
        Read(name => typeof(CaseworkData).Assembly.GetManifestResourceStream($"casework.{name}") ?? throw new FileNotFoundException(name));

    public Assay? Assay(string code) => Assays.FirstOrDefault(a => string.Equals(a.Code, code, StringComparison.Ordinal));

    public ManufacturerContact? Contact(string product) =>
        Contacts.FirstOrDefault(c => string.Equals(c.Product, product, StringComparison.Ordinal));

    /// <summary>Reads the four files.</summary>
    /// <param name="open">Opens a file by its name.</param>
    /// <exception cref="FormatException">A file has not the expected shape; says which and what.</exception>
    public static CaseworkData Read(Func<string, Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var checklist = File(open, "checklist.json", CaseworkJson.Default.ChecklistFile);
        var assays = File(open, "assays.json", CaseworkJson.Default.AssayFile);
        var contacts = File(open, "contacts.json", CaseworkJson.Default.ContactFile);
        var scale = File(open, "causality.json", CaseworkJson.Default.ScaleFile);
        return new(
            new(checklist.Version, [.. checklist.Items.Select(Item)]),
            [.. assays.Assays.Select(AssayOf)],
            assays.Version,
            [.. contacts.Contacts.Select(c => new ManufacturerContact(c.Product, c.Holder, c.Contact, c.Source, c.Evidence, c.Note))],
            contacts.Duty.Text,
            contacts.Duty.Source,
            ScaleOf(scale)
        );
    }

    private static T File<T>(Func<string, Stream> open, string name, JsonTypeInfo<T> shape)
    {
        using var stream = open(name);
        try
        {
            return JsonSerializer.Deserialize(stream, shape) ?? throw new FormatException($"{name} is empty.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{name}: {error.Message}", error);
        }
    }

    private static ChecklistItem Item(ChecklistItemEntry entry) =>
        new(
            entry.Code,
            entry.Label,
            entry.Why,
            Code<ChecklistValue>(entry.Value),
            Code<ChecklistFact>(entry.Fact),
            [.. entry.Choices],
            entry.Source,
            entry.Evidence
        );

    private static Assay AssayOf(AssayEntry entry) =>
        new(
            entry.Code,
            entry.Name,
            Code<AssayMethod>(entry.Method),
            [.. entry.Targets.Select(Code<AssayTarget>)],
            [.. entry.Products],
            entry.LodCopiesPerCell,
            entry.Version,
            entry.Source,
            entry.Evidence,
            entry.Note
        );

    private static CausalityScale ScaleOf(ScaleFile file) =>
        new(
            file.Version,
            file.Source,
            file.Address,
            [.. file.Categories.Select(c => new CategoryDefinition(Code<CausalityCategory>(c.Category), c.Name, c.Text))],
            [.. file.Criteria.Select(c => new CriterionDefinition(Code<CausalityCriterion>(c.Criterion), c.Text, c.WhyNotApplicable))],
            file.Ceilings.ToImmutableDictionary(c => Enum.Parse<EvidenceLevel>(c.Key), c => Code<CausalityCategory>(c.Value)),
            file.CeilingSource
        );

    private static T Code<T>(string code)
        where T : struct, Enum =>
        CodeNames<T>.TryParse(Encoding.UTF8.GetBytes(code), out var value)
            ? value
            : throw new FormatException($"'{code}' is not one of {string.Join(", ", CodeNames<T>.All)}.");
}
