using System.Security.Cryptography;
using System.Text;
using Longwatch.Domain.Signatures;

namespace Longwatch.Domain.Tests.Signatures;

public sealed class SignedContentTests
{
    [Fact]
    public void The_hash_is_that_of_the_fields_with_their_lengths()
    {
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("4:kind=3:a/1;1:b=-;1:c=0:;")));

        Assert.Equal(expected, new SignedContent("a/1").Add("b", (string?)null).Add("c", "").Hash());
    }

    [Fact]
    public void Texts_cannot_be_moved_from_one_field_to_another()
    {
        static string Hash(string one, string two) => new SignedContent("a/1").Add("x", one).Add("y", two).Hash();

        Assert.NotEqual(Hash("1;1:y=2", "3"), Hash("1", "2;1:y=3"));
        Assert.NotEqual(Hash("", "ab"), Hash("a", "b"));
        Assert.NotEqual(new SignedContent("a/1").Add("x", ["a", "b"]).Hash(), new SignedContent("a/1").Add("x", ["ab"]).Hash());
    }

    [Fact]
    public void A_signature_covers_exactly_what_was_signed()
    {
        var content = new SignedContent("a/1").Add("x", "1");
        var signature = new Signature(Guid.NewGuid(), "A. Name", DateTimeOffset.UnixEpoch, SignatureMeaning.Assessment, 1, content.Hash());

        Assert.True(signature.Covers(new SignedContent("a/1").Add("x", "1")));
        Assert.False(signature.Covers(new SignedContent("a/1").Add("x", "2")));
        Assert.False(signature.Covers(new SignedContent("a/2").Add("x", "1")));
        Assert.DoesNotContain("Name", signature.ToString(), StringComparison.Ordinal);
    }
}
