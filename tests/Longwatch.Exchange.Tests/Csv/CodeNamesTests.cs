using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Tests.Csv;

public sealed class CodeNamesTests
{
    [Fact]
    public void Codes_are_the_member_names_in_lower_snake_case()
    {
        Assert.Equal(["unknown", "no", "yes"], CodeNames<Ternary>.All);
        Assert.Contains("large_b_cell_lymphoma", CodeNames<IndexDisease>.All);
        Assert.Contains("cases_onset_within_12_months", CodeNames<CountedQuantity>.All);
        Assert.Equal(["V", "V2", "MK", "D", "X"], CodeNames<EvidenceTag>.All);
    }

    [Theory]
    [InlineData("Multiple myeloma", "multiple_myeloma")]
    [InlineData("multiple_mieloma", "multiple_myeloma")]
    [InlineData("something_else", null)]
    [InlineData("", null)]
    public void The_nearest_code_is_named_only_when_it_is_near(string word, string? near) =>
        Assert.Equal(near, Nearest.Of(word, CodeNames<IndexDisease>.All));
}
