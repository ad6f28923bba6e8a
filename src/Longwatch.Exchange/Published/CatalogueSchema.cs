using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;
using static Longwatch.Exchange.Csv.ColumnKind;

namespace Longwatch.Exchange.Published;

internal static class ProductsTable
{
    public static readonly Column Code = new(0, "code", Id, true, "INN in lower case; unique in the file");
    public static readonly Column Brand = new(1, "brand", Text, false, "Brand name");
    public static readonly Column Holder = new(2, "holder", Text, false, "Marketing authorisation holder");
    public static readonly Column Target = new(3, "target", Text, false, "Antigen");
    public static readonly Column Binder = new(4, "binder", Text, false, "Binder");
    public static readonly Column Costimulatory = new(5, "costimulatory_domain", Text, false, "Costimulatory domain");
    public static readonly Column Hinge = new(6, "hinge_transmembrane", Text, false, "Hinge and transmembrane domain");
    public static readonly CodeColumn<VectorFamily> Vector = new(7, "vector", false, "Vector family");
    public static readonly Column Promoter = new(8, "promoter", Text, false, "Promoter");
    public static readonly CodeColumn<Ternary> Psi = new(9, "psi", false, "Packaging signal in the vector");
    public static readonly CodeColumn<Ternary> Rre = new(10, "rre", false, "Rev response element in the vector");
    public static readonly CodeColumn<Ternary> Cppt = new(11, "cppt", false, "Central polypurine tract in the vector");
    public static readonly CodeColumn<Ternary> Wpre = new(12, "wpre", false, "WPRE in the vector");
    public static readonly Column LtrType = new(13, "ltr_type", Text, false, "Type of long terminal repeat");
    public static readonly Column Unverified = new(14, "unverified_fields", List, false, "Columns whose value is not verified");
    public static readonly PublishedTable Table = new(
        "products.csv",
        "The product catalogue",
        [Code, Brand, Holder, Target, Binder, Costimulatory, Hinge, Vector, Promoter, Psi, Rre, Cppt, Wpre, LtrType, Unverified]
    );
}

internal static class ApprovalsTable
{
    public static readonly Column Product = new(0, "product", Id, true, "A code of products.csv");
    public static readonly Column Jurisdiction = new(1, "jurisdiction", Text, true, "Jurisdiction");
    public static readonly Column Approved = new(2, "approved", ColumnKind.PartialDate, false, "Date of approval");
    public static readonly Column Status = new(3, "status", Text, false, "Status");
    public static readonly PublishedTable Table = new(
        "product-approvals.csv",
        "Marketing authorisations",
        [Product, Jurisdiction, Approved, Status]
    );
}

internal static class BackgroundTable
{
    public static readonly Column Key = new(0, "id", Id, true, "Unique in the file");
    public static readonly Column Population = new(1, "population", Text, true, "Population");
    public static readonly Column Entity = new(2, "entity", Text, true, "Neoplasm");
    public static readonly Column AgeGroup = new(3, "age_group", Text, false, "Age group");
    public static readonly Column Sex = new(4, "sex", Text, false, "Sex");
    public static readonly Column Period = new(5, "period", Text, false, "Years");
    public static readonly Column Rate = new(6, "rate_per_100000", Number, false, "Rate per 100,000 person-years") { Range = (0, 1e5) };
    public static readonly Column RateUpper = new(7, "rate_upper_per_100000", Number, false, "Upper end of a range") { Range = (0, 1e5) };
    public static readonly Column Cases = new(8, "cases", Integer, false, "Cases") { Range = (0, 1e9) };
    public static readonly PublishedTable Table = new(
        "background-rates.csv",
        "Incidence of T-cell neoplasms in general populations",
        [Key, Population, Entity, AgeGroup, Sex, Period, Rate, RateUpper, Cases]
    );
}

internal static class ThresholdsTable
{
    public static readonly Column Key = new(0, "id", Id, true, "Unique in the file");
    public static readonly Column AppliesTo = new(1, "applies_to", Text, true, "To what it applies");
    public static readonly Column Rule = new(2, "rule", Text, true, "The rule in words");
    public static readonly Column Value = new(3, "value", Number, false, "The number");
    public static readonly Column Unit = new(4, "unit", Text, false, "Its unit");
    public static readonly Column Version = new(5, "version", Text, true, "Version of the document");
    public static readonly CodeColumn<Ternary> Verified = new(6, "verified", true, "Whether the text itself was seen: yes or no");
    public static readonly PublishedTable Table = new(
        "thresholds.csv",
        "Regulatory and clinical thresholds",
        [Key, AppliesTo, Rule, Value, Unit, Version, Verified]
    );
}

internal static class AssumptionsTable
{
    public static readonly Column Key = new(0, "key", Id, true, "Name of the parameter; several rows with one key form a grid");
    public static readonly Column Value = new(1, "value", Number, true, "Its value");
    public static readonly Column Unit = new(2, "unit", Text, false, "Its unit");
    public static readonly Column Reason = new(3, "reason", Text, true, "Why this value");
    public static readonly PublishedTable Table = new("assumptions.csv", "What the evaluation assumes", [Key, Value, Unit, Reason]);
}

internal static class BenefitsTable
{
    public static readonly Column Key = new(0, "id", Id, true, "Unique in the file");
    public static readonly Column Outcome = new(1, "outcome", Text, true, "Outcome");
    public static readonly Column Population = new(2, "population", Text, true, "Population");
    public static readonly Column Product = new(3, "product", Id, false, "A code of products.csv");
    public static readonly Column Comparator = new(4, "comparator", Text, false, "Comparator");
    public static readonly Column Per10000 = new(5, "per_10000", Number, true, "Events per 10,000 treated") { Range = (-10000, 10000) };
    public static readonly Column Lower = new(6, "lower_per_10000", Number, false, "Lower limit") { Range = (-10000, 10000) };
    public static readonly Column Upper = new(7, "upper_per_10000", Number, false, "Upper limit") { Range = (-10000, 10000) };
    public static readonly PublishedTable Table = new(
        "benefits.csv",
        "Published benefit figures; optional",
        [Key, Outcome, Population, Product, Comparator, Per10000, Lower, Upper]
    );
}
